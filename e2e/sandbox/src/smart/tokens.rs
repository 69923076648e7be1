//! Access and refresh tokens. A family is all that came from one code; misuse revokes the whole family.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::context::Grant;
use super::scopes::Scope;
use crate::state::lock;

/// What an access token stands for.
#[derive(Clone, Debug)]
pub struct Access {
    /// Its family.
    pub family: String,
    /// Second since 1970 after which it is refused.
    pub expires: i64,
    /// Second since 1970 when it was issued.
    pub issued: i64,
    /// What it grants.
    pub grant: Grant,
    /// Revoked before its time.
    pub revoked: bool,
}

#[derive(Clone, Debug)]
struct Refresh {
    family: String,
    expires: i64,
    grant: Grant,
    used: bool,
    revoked: bool,
}

/// Why a refresh token was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshRefused {
    /// Never issued, expired, revoked, or of another client.
    Unknown,
    /// Used before: its family is revoked now.
    Replayed,
}

/// All tokens.
#[derive(Debug, Default)]
pub struct Tokens(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    access: HashMap<String, Access>,
    refresh: HashMap<String, Refresh>,
}

impl Tokens {
    /// Remembers an access token.
    pub fn add_access(&self, token: String, access: Access) {
        lock(&self.0).access.insert(token, access);
    }

    /// Remembers a refresh token.
    pub fn add_refresh(&self, token: String, family: &str, expires: i64, grant: &Grant) {
        let refresh = Refresh {
            family: family.to_owned(),
            expires,
            grant: grant.clone(),
            used: false,
            revoked: false,
        };
        lock(&self.0).refresh.insert(token, refresh);
    }

    /// An access token that is known and not revoked; it may have expired.
    pub fn access(&self, token: &str) -> Option<Access> {
        lock(&self.0)
            .access
            .get(token)
            .filter(|access| !access.revoked)
            .cloned()
    }

    /// A refresh token that can still be used: family, grant, expiry.
    pub fn refresh(&self, token: &str, now: i64) -> Option<(String, Grant, i64)> {
        let inner = lock(&self.0);
        let refresh = inner.refresh.get(token)?;
        let live = !refresh.used && !refresh.revoked && refresh.expires > now;
        live.then(|| {
            (
                refresh.family.clone(),
                refresh.grant.clone(),
                refresh.expires,
            )
        })
    }

    /// Uses a refresh token up; a second use revokes its family.
    pub fn use_refresh(
        &self,
        token: &str,
        client: &str,
        now: i64,
    ) -> Result<(String, Grant), RefreshRefused> {
        let mut inner = lock(&self.0);
        let refresh = inner
            .refresh
            .get_mut(token)
            .ok_or(RefreshRefused::Unknown)?;
        if refresh.grant.client != client || refresh.expires <= now || refresh.revoked {
            return Err(RefreshRefused::Unknown);
        }
        let family = refresh.family.clone();
        if refresh.used {
            revoke(&mut inner, &family);
            return Err(RefreshRefused::Replayed);
        }
        refresh.used = true;
        Ok((family, refresh.grant.clone()))
    }

    /// Revokes every token of a family.
    pub fn revoke_family(&self, family: &str) {
        revoke(&mut lock(&self.0), family);
    }

    /// Revokes one token of a client: an access token alone, a refresh token with its family (RFC 7009, 2.1).
    pub fn revoke(&self, token: &str, client: &str) {
        let mut inner = lock(&self.0);
        if let Some(access) = inner
            .access
            .get_mut(token)
            .filter(|access| access.grant.client == client)
        {
            access.revoked = true;
            return;
        }
        let refresh = inner
            .refresh
            .get(token)
            .filter(|refresh| refresh.grant.client == client);
        if let Some(family) = refresh.map(|refresh| refresh.family.clone()) {
            revoke(&mut inner, &family);
        }
    }

    /// Forces every access token to be expired at `now`; how many.
    pub fn expire_all(&self, now: i64) -> usize {
        let mut inner = lock(&self.0);
        inner
            .access
            .values_mut()
            .map(|access| access.expires = access.expires.min(now))
            .count()
    }
}

fn revoke(inner: &mut Inner, family: &str) {
    inner
        .access
        .values_mut()
        .filter(|access| access.family == family)
        .for_each(|access| access.revoked = true);
    inner
        .refresh
        .values_mut()
        .filter(|refresh| refresh.family == family)
        .for_each(|one| one.revoked = true);
}

/// The scopes of a refresh: those granted, or the part of them that the client asks for.
pub fn narrowed(granted: &Arc<[Scope]>, requested: Option<&str>) -> Option<Arc<[Scope]>> {
    let Some(requested) = requested.filter(|scope| !scope.is_empty()) else {
        return Some(granted.clone());
    };
    requested
        .split_ascii_whitespace()
        .map(|text| {
            granted
                .iter()
                .find(|scope| scope.to_string() == text)
                .cloned()
        })
        .collect::<Option<Vec<_>>>()
        .map(Into::into)
}
