//! As much of JSON Schema as `assets/session.schema.json` uses. A keyword that is not known here fails, so that none is
//! passed over in silence.

use serde_json::Value;

/// What is wrong with `value`; empty when nothing is.
pub fn faults(root: &Value, value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    check(root, root, value, "", &mut out);
    out
}

fn check(root: &Value, schema: &Value, value: &Value, at: &str, out: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().expect("a schema is an object") {
        let holds = match keyword.as_str() {
            "$schema" | "title" | "description" | "$defs" => true,
            "$ref" => {
                let path = rule.as_str().and_then(|path| path.strip_prefix('#')).expect("a reference into this file");
                check(root, root.pointer(path).unwrap_or_else(|| panic!("{path} is not there")), value, at, out);
                true
            }
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "type" => {
                let names: Vec<&str> = rule.as_array().map_or_else(
                    || vec![rule.as_str().unwrap()],
                    |list| list.iter().filter_map(Value::as_str).collect(),
                );
                names.iter().any(|name| is(value, name))
            }
            "required" => {
                let missing = |name: &&Value| value.is_object() && value.get(name.as_str().unwrap()).is_none();
                rule.as_array().unwrap().iter().find(missing).is_none()
            }
            "properties" => {
                for (name, schema) in rule.as_object().unwrap() {
                    if let Some(inner) = value.get(name) {
                        check(root, schema, inner, &format!("{at}/{name}"), out);
                    }
                }
                true
            }
            "additionalProperties" => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    check(root, rule, inner, &format!("{at}/{name}"), out);
                }
                true
            }
            "propertyNames" => {
                for name in value.as_object().into_iter().flatten().map(|(name, _)| name) {
                    check(root, rule, &Value::from(name.as_str()), &format!("{at}/{name}"), out);
                }
                true
            }
            "items" => {
                for (place, inner) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, rule, inner, &format!("{at}/{place}"), out);
                }
                true
            }
            "minItems" => value.as_array().is_none_or(|list| list.len() as u64 >= rule.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|list| list.len() as u64 <= rule.as_u64().unwrap()),
            "minimum" => value.as_i64().is_none_or(|number| number >= rule.as_i64().unwrap()),
            "maximum" => value.as_i64().is_none_or(|number| number <= rule.as_i64().unwrap()),
            "pattern" => {
                value.as_str().is_none_or(|text| regex::Regex::new(rule.as_str().unwrap()).unwrap().is_match(text))
            }
            other => panic!("the keyword {other} is not checked here"),
        };
        if !holds {
            out.push(format!("{at}: {keyword} {rule} does not hold for {value}"));
        }
    }
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "null" => value.is_null(),
        other => panic!("the type {other} is not checked here"),
    }
}
