//! The style that apps in the chart may follow (SMART App Launch 2.2, section 3.4.4).

use axum::Json;
use serde_json::{Value, json};

/// `GET /style/smart-v1.json`
pub async fn style() -> Json<Value> {
    Json(json!({
        "color_background": "#f6f7f9",
        "color_error": "#a3261f",
        "color_highlight": "#1f5f8b",
        "color_modal_backdrop": "#1b2530",
        "color_success": "#256b3d",
        "color_text": "#1b2530",
        "dim_border_radius": "4px",
        "dim_font_size": "14px",
        "dim_spacing_size": "16px",
        "font_family_body": "'Segoe UI', system-ui, -apple-system, sans-serif",
        "font_family_heading": "'Segoe UI', system-ui, -apple-system, sans-serif"
    }))
}
