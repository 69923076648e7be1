//! Many pages at once.

use crate::support::{Browser, FIRST, SECOND, TestApp};
use model::DraftKind;
use reqwest::StatusCode;
use sandbox::Personality;
use tokio::task::JoinSet;

#[tokio::test(flavor = "multi_thread")]
async fn work_pages_of_several_launches_render_at_once() {
    let app = TestApp::start(Personality::Generic).await;
    let browsers = [Browser::new(), Browser::new()];
    let mut pages = Vec::new();
    for browser in &browsers {
        for patient in [FIRST, SECOND] {
            let desk = app.launch(browser, patient).await;
            let draft = desk.written(DraftKind::ChartSummary).await;
            pages.push((browser.tab(), desk.url(), desk.launch.to_string()));
            pages.push((
                browser.tab(),
                format!("{}/d/{}", desk.url(), draft.id),
                desk.launch.to_string(),
            ));
        }
    }
    for _ in 0..3 {
        let mut set = JoinSet::new();
        for (browser, url, launch) in pages.iter().cycle().take(24).cloned() {
            set.spawn(async move { (browser.get(&url).await, launch) });
        }
        while let Some(done) = set.join_next().await {
            let (page, launch) = done.unwrap();
            assert_eq!(page.status, StatusCode::OK, "{}", page.body);
            assert!(page.body.contains("</html>"), "the page is whole");
            assert!(page.body.contains(&launch), "the page is its own launch's");
        }
    }
}
