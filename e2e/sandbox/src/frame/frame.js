// Tabs without leaving the page, so that the app's frame stays alive beside the chart.
(() => {
  const panel = document.getElementById("panel");
  if (!panel) return;
  document.body.classList.add("scripted");
  const app = document.getElementById("app");
  const tabs = [...document.querySelectorAll(".tabs [data-tab]")];
  const patient = panel.dataset.patientId;

  const select = (number) => {
    panel.querySelectorAll("article").forEach((one) => one.classList.toggle("selected", one.id === `note-${number}`));
    panel.querySelectorAll("[data-note-link]").forEach((one) => {
      if (one.dataset.noteLink === String(number)) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    });
  };
  const mark = (name) => tabs.forEach((tab) => {
    if (tab.dataset.tab === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  });
  const show = async (name) => {
    mark(name);
    app.hidden = name !== "app";
    panel.hidden = name === "app";
    if (name === "app") return;
    panel.setAttribute("aria-busy", "true");
    const answer = await fetch(`/patients/${encodeURIComponent(patient)}/panel/${name}`);
    panel.innerHTML = answer.ok ? await answer.text() : "<p>This part of the chart could not be loaded. Choose the tab again.</p>";
    panel.dataset.tab = name;
    panel.removeAttribute("aria-busy");
    select(0);
  };

  tabs.forEach((tab) => tab.addEventListener("click", (event) => {
    event.preventDefault();
    show(tab.dataset.tab);
  }));
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("[data-note-link]");
    if (!link) return;
    event.preventDefault();
    select(link.dataset.noteLink);
  });
  document.querySelector("[data-open-app]").addEventListener("click", () => {
    tabs.find((tab) => tab.dataset.tab === "app").hidden = false;
    show("app");
  });
  select(0);
})();
