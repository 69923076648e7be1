//! Reading a Bundle entry by entry. A fast pass finds where each entry begins and ends; each is then parsed by
//! itself, so that a broken one costs only itself, and a body that breaks off keeps what came before.

use std::ops::Range;

use crate::json::ParseNote;
use crate::{ChartError, Json};

/// A Bundle as read: what surrounds the entries, and each entry with its resource or its fault.
#[derive(Debug, Clone)]
pub struct ReadBundle {
    /// `Bundle.type` as written.
    pub bundle_type: Option<String>,
    /// `Bundle.total` as written, where it is a whole number.
    pub total: Option<u64>,
    /// `Bundle.link`: relation and URL.
    pub links: Vec<(String, String)>,
    /// The entries in their order.
    pub entries: Vec<BundleEntry>,
    /// Set where the text breaks off or breaks its structure outside of a single entry: entries may be missing.
    pub broken: Option<ChartError>,
}

/// One entry of a Bundle.
#[derive(Debug, Clone)]
pub struct BundleEntry {
    /// Its place in the Bundle, from 0.
    pub index: usize,
    /// `fullUrl` as written.
    pub full_url: Option<String>,
    /// `search.mode` (`match`, `include`, `outcome`).
    pub mode: Option<String>,
    /// The resource, or why there is none.
    pub content: Result<Json, EntryFault>,
    /// What was read leniently.
    pub notes: Vec<ParseNote>,
}

/// Why an entry gives no resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryFault {
    /// The entry's text is not readable JSON; type and id are guessed from it where they can be.
    Unreadable {
        /// What is wrong.
        error: ChartError,
        /// The resource type as far as it can be told.
        resource_type: Option<String>,
        /// The id as far as it can be told.
        id: Option<String>,
    },
    /// The entry is well formed and holds no resource: a deletion, or the status of a batch.
    NoResource,
}

impl ReadBundle {
    /// Reads a Bundle's JSON text. Fails only where the text is no Bundle at all.
    pub fn read(bytes: &[u8]) -> Result<Self, ChartError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut scan = Scan { bytes, at: 0 };
        let mut frame = Frame::default();
        let broken = scan.bundle(&mut frame).err();
        match frame.resource_type.as_deref() {
            Some("Bundle") => {}
            Some(other) => {
                return Err(ChartError::NotABundle {
                    found: other.to_owned(),
                });
            }
            None => {
                return Err(broken.unwrap_or(ChartError::NotABundle {
                    found: "no resourceType".to_owned(),
                }));
            }
        }
        let entries = frame
            .entries
            .into_iter()
            .enumerate()
            .map(|(index, range)| entry(index, &bytes[range]))
            .collect();
        Ok(Self {
            bundle_type: frame.bundle_type,
            total: frame.total,
            links: frame.links,
            entries,
            broken,
        })
    }

    /// Takes apart a Bundle that was already parsed (one inside another).
    pub fn from_json(bundle: Json) -> Self {
        let mut frame = Frame::default();
        let mut entries = Vec::new();
        if let Json::Object(members) = bundle {
            for (key, value) in members {
                match (&*key, value) {
                    ("entry", Json::Array(items)) => {
                        entries = items
                            .into_iter()
                            .enumerate()
                            .map(|(index, item)| split(index, item))
                            .collect();
                    }
                    (_, value) => frame.member(&key, &value),
                }
            }
        }
        Self {
            bundle_type: frame.bundle_type,
            total: frame.total,
            links: frame.links,
            entries,
            broken: None,
        }
    }

    /// The URL of the link with this relation, such as `next`.
    pub fn link(&self, relation: &str) -> Option<&str> {
        self.links
            .iter()
            .find(|(name, _)| name == relation)
            .map(|(_, url)| url.as_str())
    }
}

/// What stands around the entries.
#[derive(Default)]
struct Frame {
    resource_type: Option<String>,
    bundle_type: Option<String>,
    total: Option<u64>,
    links: Vec<(String, String)>,
    entries: Vec<Range<usize>>,
}

impl Frame {
    fn member(&mut self, key: &str, value: &Json) {
        let text = || value.as_str().map(str::to_owned);
        match key {
            "resourceType" if self.resource_type.is_none() => self.resource_type = text(),
            "type" if self.bundle_type.is_none() => self.bundle_type = text(),
            "total" => {
                self.total = value
                    .number_text()
                    .or(value.as_str())
                    .and_then(|total| total.parse().ok());
            }
            "link" => {
                let links = value.items().iter().filter_map(|link| {
                    Some((
                        link.str_at("relation")?.to_owned(),
                        link.str_at("url")?.to_owned(),
                    ))
                });
                self.links.extend(links);
            }
            _ => {}
        }
    }
}

fn entry(index: usize, text: &[u8]) -> BundleEntry {
    match Json::parse_noted(text) {
        Ok((json, notes)) => BundleEntry {
            notes,
            ..split(index, json)
        },
        Err(error) => BundleEntry {
            index,
            full_url: None,
            mode: None,
            content: Err(EntryFault::Unreadable {
                error,
                resource_type: guess(text, b"\"resourceType\""),
                id: guess(text, b"\"id\""),
            }),
            notes: Vec::new(),
        },
    }
}

fn split(index: usize, json: Json) -> BundleEntry {
    let full_url = json.str_at("fullUrl").map(str::to_owned);
    let mode = json.str_at("search.mode").map(str::to_owned);
    let resource = match json {
        Json::Object(members) => members
            .into_iter()
            .find(|(key, _)| &**key == "resource")
            .map(|(_, value)| value),
        _ => None,
    };
    let content = resource
        .filter(|value| !value.is_null())
        .ok_or(EntryFault::NoResource);
    BundleEntry {
        index,
        full_url,
        mode,
        content,
        notes: Vec::new(),
    }
}

/// The first string that follows `key` in a text that is not readable as a whole.
fn guess(text: &[u8], key: &[u8]) -> Option<String> {
    let found = text.windows(key.len()).position(|window| window == key)?;
    let rest = text[found + key.len()..]
        .trim_ascii_start()
        .strip_prefix(b":")?
        .trim_ascii_start();
    let rest = rest.strip_prefix(b"\"")?;
    let value = rest
        .iter()
        .take(64)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(byte))
        .count();
    (value > 0).then(|| String::from_utf8_lossy(&rest[..value]).into_owned())
}

/// Finds the extent of values by brackets and quotes alone, without recursion.
struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scan<'_> {
    fn error(&self, what: &'static str) -> ChartError {
        ChartError::Syntax {
            offset: self.at,
            what,
        }
    }

    fn space(&mut self) -> Option<u8> {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8, what: &'static str) -> Result<(), ChartError> {
        if self.space() != Some(byte) {
            return Err(self.error(what));
        }
        self.at += 1;
        Ok(())
    }

    fn bundle(&mut self, frame: &mut Frame) -> Result<(), ChartError> {
        self.eat(b'{', "a JSON object should start here")?;
        if self.space() == Some(b'}') {
            return Ok(());
        }
        loop {
            let key = self.value()?;
            let key = Json::parse(&self.bytes[key]).map(|key| key.as_str().map(str::to_owned))?;
            let key = key.ok_or_else(|| self.error("a key should be here"))?;
            self.eat(b':', "a colon should be here")?;
            if key == "entry" && self.space() == Some(b'[') && frame.entries.is_empty() {
                self.entries(frame)?;
            } else {
                let range = self.value()?;
                if matches!(key.as_str(), "resourceType" | "type" | "total" | "link") {
                    frame.member(&key, &Json::parse(&self.bytes[range])?);
                }
            }
            match self.space() {
                Some(b',') => self.at += 1,
                Some(b'}') => break,
                _ => return Err(self.error("a comma or the end of the object should be here")),
            }
        }
        self.at += 1;
        match self.space() {
            None => Ok(()),
            Some(_) => Err(self.error("text after the end of the value")),
        }
    }

    fn entries(&mut self, frame: &mut Frame) -> Result<(), ChartError> {
        self.at += 1;
        if self.space() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            let range = self.value()?;
            frame.entries.push(range);
            match self.space() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.error("a comma or the end of the list should be here")),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn value(&mut self) -> Result<Range<usize>, ChartError> {
        let first = self.space();
        let start = self.at;
        match first {
            Some(b'"') => self.string()?,
            Some(b'{' | b'[') => self.container()?,
            Some(b',' | b'}' | b']' | b':') => return Err(self.error("a value should be here")),
            Some(_) => {
                let ends = |byte: &u8| b",}]:".contains(byte) || byte.is_ascii_whitespace();
                self.at += self.bytes[start..]
                    .iter()
                    .take_while(|byte| !ends(byte))
                    .count();
            }
            None => return Err(self.error("the text ends where a value should be")),
        }
        Ok(start..self.at)
    }

    fn string(&mut self) -> Result<(), ChartError> {
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        Err(self.error("the text ends inside a string"))
    }

    fn container(&mut self) -> Result<(), ChartError> {
        let mut open = 0_usize;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return Ok(());
            }
        }
        Err(self.error("the text ends inside an object or a list"))
    }
}
