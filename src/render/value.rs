//! Values of records as pages show them: what is known, and in words why something is not, and whom to ask.

use crate::model::settings::Contact;
use crate::syntax::value::{Absence, Date, Known};

use super::context::RenderContext;
use super::reach;
use super::view::{self, Html, plain, rich};

impl<'a> RenderContext<'a> {
    pub fn known(&self, value: &Known<String>) -> view::Value {
        value.value().map_or_else(|why| self.absent(why), |text| plain(text))
    }

    /// A value; where it is absent, why, and whom to ask.
    pub fn known_or_ask(&self, value: &Known<String>) -> view::Value {
        value.value().map_or_else(|why| self.ask(why), |text| plain(text))
    }

    /// Why a value is absent, in words.
    pub fn absent(&self, why: Absence) -> view::Value {
        self.unpublished(match why {
            Absence::Unpublished => "unpublished",
            Absence::NotHeld => "not_held",
        })
    }

    /// Why a value is absent, in words, and whom to ask.
    pub fn ask(&self, why: Absence) -> view::Value {
        let contact = &self.site.settings.contact;
        let phone = contact.phone.as_ref().and_then(|phone| phone.get()).map(String::as_str);
        let parts = [contact.name.as_deref(), phone];
        let words = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return self.absent(why);
        }
        let key = match why {
            Absence::Unpublished => "unpublished_ask",
            Absence::NotHeld => "not_held_ask",
        };
        let text = self.fill(key, &[("contact", &words)]);
        let html = match phone.and_then(|phone| Some((phone, text.split_once(phone)?))) {
            Some((phone, (before, after))) => {
                [Html::text(before), reach::telephone(phone), Html::text(after)].into_iter().collect()
            }
            None => Html::text(&text),
        };
        view::Value { html, unpublished: true }
    }

    pub fn unpublished(&self, key: &'a str) -> view::Value {
        view::Value { html: Html::text(self.theme.text(key)), unpublished: true }
    }

    pub fn known_date(&self, date: &Known<Date>) -> view::Value {
        match date.value() {
            Ok(date) => view::Value {
                html: Html::element("time", &[("datetime", &date.to_string())], &Html::text(&self.date(*date))),
                unpublished: false,
            },
            Err(why) => self.absent(why),
        }
    }

    pub fn row(&self, key: &'a str, value: view::Value) -> view::Row {
        view::Row::new(self.text(key), value)
    }

    /// Rows with what is absent at the end, in one row for each reason.
    pub fn absent_last(&self, rows: Vec<view::Row>) -> Vec<view::Row> {
        let (absent, mut rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.unpublished);
        let known = rows.len();
        for row in absent {
            match rows[known..].iter_mut().find(|other| other.html == row.html) {
                Some(other) => other.label = [&other.label, self.theme.text("list_separator"), &row.label].concat(),
                None => rows.push(row),
            }
        }
        rows
    }

    pub fn links_value(&self, links: &[view::Link]) -> view::Value {
        let one = |link: &view::Link| match &link.href {
            Some(href) => Html::element("a", &[("href", href)], &Html::text(&link.text)),
            None => Html::text(&link.text),
        };
        let links: Vec<Html> = links.iter().map(one).collect();
        rich(Html::join(&links, &Html::text(self.theme.text("list_separator"))))
    }

    pub fn contact(&self, contact: &Contact) -> Vec<view::Row> {
        let mut rows = Vec::new();
        if let Some(name) = &contact.name {
            rows.push(self.row("l_office_name", plain(name)));
        }
        if let Some(phone) = &contact.phone {
            rows.push(self.row("l_phone", self.linked(phone, reach::telephone)));
        }
        if let Some(email) = &contact.email {
            rows.push(self.row("l_email", self.linked(email, reach::mail)));
        }
        if let Some(address) = &contact.address {
            rows.push(self.row("l_address", self.known(address)));
        }
        rows
    }

    fn linked(&self, value: &Known<String>, link: fn(&str) -> Html) -> view::Value {
        match value.value() {
            Ok(text) => rich(link(text)),
            Err(why) => self.absent(why),
        }
    }
}
