//! The authorization endpoint. The user always agrees; a wrong request is a 400 that fails the test.

use std::{collections::HashMap, sync::Arc};

use axum::{
    extract::{RawQuery, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use url::{Url, form_urlencoded};

use super::{CLIENT_ID, Ehr, Grant, LAUNCH_HANDLE, REDIRECT_URI};

pub(super) async fn authorize(State(ehr): State<Arc<Ehr>>, RawQuery(query): RawQuery) -> Response {
    match check(&ehr, &query.unwrap_or_default()) {
        Ok(url) => Redirect::to(url.as_str()).into_response(),
        Err(reason) => (StatusCode::BAD_REQUEST, reason).into_response(),
    }
}

fn check(ehr: &Ehr, query: &str) -> Result<Url, String> {
    let mut parameters = HashMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if parameters
            .insert(name.to_string(), value.to_string())
            .is_some()
        {
            return Err(format!("{name} twice"));
        }
    }
    let get = |name: &str| {
        parameters
            .get(name)
            .cloned()
            .ok_or(format!("{name} missing"))
    };
    let must = |name: &str, wanted: &str| {
        if get(name)? == wanted {
            Ok(())
        } else {
            Err(format!("{name} is wrong"))
        }
    };
    must("response_type", "code")?;
    must("client_id", CLIENT_ID)?;
    must("redirect_uri", REDIRECT_URI)?;
    must("aud", &ehr.base)?;
    must("code_challenge_method", "S256")?;
    let (challenge, nonce, state) = (get("code_challenge")?, get("nonce")?, get("state")?);
    if challenge.len() != 43 || nonce.len() < 22 || state.len() < 22 {
        return Err("code_challenge, nonce or state is too short".to_owned());
    }
    let scope = get("scope")?;
    let scopes: Vec<&str> = scope.split(' ').collect();
    match (
        scopes.contains(&"launch"),
        scopes.contains(&"launch/patient"),
    ) {
        (true, false) => must("launch", LAUNCH_HANDLE)?,
        (false, true) if !parameters.contains_key("launch") => {}
        _ => return Err("launch scope and parameter do not fit".to_owned()),
    }
    if !scopes.contains(&"openid") || !scopes.contains(&"fhirUser") {
        return Err("openid fhirUser missing".to_owned());
    }
    let mut records = ehr.records();
    let mut url = Url::parse(REDIRECT_URI).unwrap();
    url.query_pairs_mut().append_pair("state", &state);
    if let Some(iss) = &records.switches.callback_iss {
        url.query_pairs_mut().append_pair("iss", iss);
    }
    if let Some(error) = records.switches.authorize_error {
        url.query_pairs_mut()
            .append_pair("error", error)
            .append_pair("error_description", "the user said no");
        return Ok(url);
    }
    let code = format!("code-{}", records.grants.len() + 1);
    url.query_pairs_mut().append_pair("code", &code);
    records.grants.insert(
        code,
        Grant {
            challenge,
            nonce,
            scope,
        },
    );
    Ok(url)
}
