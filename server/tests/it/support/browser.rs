//! A small browser: keeps cookies, follows redirects by hand, and says where a request comes from as browsers do.

use reqwest::{Client, Method, StatusCode, header::HeaderMap, redirect::Policy};
use serde_json::Value;
use std::sync::{Arc, Mutex};
use url::Url;

/// A cookie as it was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cookie {
    host: String,
    pub(crate) name: String,
    pub(crate) value: String,
    /// The whole `Set-Cookie`.
    pub(crate) set: String,
}

/// A page or an answer, read to its end.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    /// Where it came from.
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// The body as it came.
    pub(crate) bytes: Vec<u8>,
    /// Every `Location` on the way.
    pub(crate) trail: Vec<String>,
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Where it leads to.
    pub(crate) fn leads_to(&self) -> Url {
        assert!(
            self.status.is_redirection(),
            "{}: {}",
            self.status,
            self.body
        );
        self.url.join(self.header("location")).unwrap()
    }
}

/// One window of a browser; [`Browser::tab`] opens another with the same cookies.
#[derive(Clone)]
pub(crate) struct Browser {
    http: Client,
    jar: Option<Arc<Mutex<Vec<Cookie>>>>,
}

impl Browser {
    pub(crate) fn new() -> Self {
        Self {
            http: Client::builder()
                .no_proxy()
                .redirect(Policy::none())
                .pool_max_idle_per_host(0)
                .build()
                .unwrap(),
            jar: Some(Arc::default()),
        }
    }

    /// A browser that keeps no cookies, as in a frame of another site where they are blocked.
    pub(crate) fn without_cookies() -> Self {
        Self {
            jar: None,
            ..Self::new()
        }
    }

    /// Another tab: it shares the cookies.
    pub(crate) fn tab(&self) -> Self {
        self.clone()
    }

    /// A copy with the cookies as they are now, which then goes its own way.
    pub(crate) fn stolen(&self) -> Self {
        Self {
            jar: Some(Arc::new(Mutex::new(self.cookies()))),
            ..self.clone()
        }
    }

    pub(crate) fn cookies(&self) -> Vec<Cookie> {
        self.jar
            .as_ref()
            .map(|jar| jar.lock().unwrap().clone())
            .unwrap_or_default()
    }

    /// One GET as a navigation; no redirect is followed.
    pub(crate) async fn get(&self, url: &str) -> Page {
        self.navigate(Method::GET, url, None, None).await
    }

    /// A navigation with every redirect followed.
    pub(crate) async fn follow(&self, url: &str) -> Page {
        let page = self.get(url).await;
        self.onward(page, |_| false).await
    }

    /// A navigation up to the first redirect whose target `stop` knows; answers the page that redirects there.
    pub(crate) async fn follow_to(&self, url: &str, stop: impl Fn(&Url) -> bool) -> Url {
        let page = self.get(url).await;
        self.onward(page, stop).await.leads_to()
    }

    /// Posts a form, as a page of the same site does, and follows.
    pub(crate) async fn submit(&self, url: &str, form: &str) -> Page {
        let page = self
            .navigate(Method::POST, url, None, Some(form.to_owned()))
            .await;
        self.onward(page, |_| false).await
    }

    async fn onward(&self, mut page: Page, stop: impl Fn(&Url) -> bool) -> Page {
        for _ in 0..12 {
            if !page.status.is_redirection() || stop(&page.leads_to()) {
                return page;
            }
            let mut trail = std::mem::take(&mut page.trail);
            trail.push(page.header("location").to_owned());
            let (from, to) = (page.url.clone(), page.leads_to());
            page = self
                .navigate(Method::GET, to.as_str(), Some(&from), None)
                .await;
            page.trail = trail;
        }
        panic!("redirected in circles: {:?}", page.trail);
    }

    async fn navigate(
        &self,
        method: Method,
        url: &str,
        from: Option<&Url>,
        form: Option<String>,
    ) -> Page {
        let url = Url::parse(url).unwrap();
        let site = match from {
            None if form.is_some() => "same-origin",
            None => "none",
            Some(from) if from.origin() == url.origin() => "same-origin",
            Some(_) => "cross-site",
        };
        let mut headers = vec![
            ("sec-fetch-site".to_owned(), site.to_owned()),
            ("sec-fetch-mode".to_owned(), "navigate".to_owned()),
            ("sec-fetch-dest".to_owned(), "iframe".to_owned()),
            ("accept".to_owned(), "text/html".to_owned()),
        ];
        if form.is_some() {
            headers.push(("origin".to_owned(), url.origin().ascii_serialization()));
            headers.push((
                "content-type".to_owned(),
                "application/x-www-form-urlencoded".to_owned(),
            ));
        }
        self.send(method, url.as_str(), &headers, form.unwrap_or_default())
            .await
    }

    /// A call of the page's own script.
    pub(crate) async fn call(&self, app: &str, function: &str, arguments: &Value) -> Page {
        let headers = [
            ("origin", app),
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-mode", "cors"),
            ("content-type", "application/json"),
            ("accept", "application/json"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let url = format!("{app}/api/{function}");
        self.send(Method::POST, &url, &headers, arguments.to_string())
            .await
    }

    /// A request with exactly these headers and the cookies.
    pub(crate) async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(String, String)],
        body: String,
    ) -> Page {
        let url = Url::parse(url).unwrap();
        let mut request = self.http.request(method, url.clone()).body(body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let sent = self.cookies();
        let own = sent
            .iter()
            .filter(|cookie| Some(cookie.host.as_str()) == url.host_str());
        let pairs: Vec<String> = own
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        if !pairs.is_empty() {
            request = request.header("cookie", pairs.join("; "));
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        self.keep(&url, &headers);
        let bytes = answer.bytes().await.unwrap().to_vec();
        Page {
            status,
            url,
            headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
            trail: Vec::new(),
        }
    }

    /// Secure cookies are kept on http too: loopback addresses are trustworthy to browsers.
    fn keep(&self, url: &Url, headers: &HeaderMap) {
        let Some(jar) = &self.jar else { return };
        let mut jar = jar.lock().unwrap();
        for set in headers.get_all("set-cookie") {
            let set = set.to_str().unwrap().to_owned();
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            let (host, name) = (url.host_str().unwrap().to_owned(), name.to_owned());
            jar.retain(|cookie| cookie.host != host || cookie.name != name);
            if !set.to_ascii_lowercase().contains("max-age=0") {
                let value = value.to_owned();
                jar.push(Cookie {
                    host,
                    name,
                    value,
                    set,
                });
            }
        }
    }
}
