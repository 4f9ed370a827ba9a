//! The command line: arguments, language, output, exit codes.
//!
//! 0: fine. 1: the author has something to mend. 2: the machine, or the command itself.

mod begin;
mod fix;
mod serve;
mod streams;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Args, Command, CommandFactory, FromArgMatches, Parser, Subcommand};

use super::build::{self, Outcome, Purpose};
use super::machine;
use super::report::{Colour, Format, Look, report};
use crate::diagnostic::catalogue::{self, Lang, word};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::{Kind, Options, Wait};
use crate::schema;
use crate::source::Snapshot;
use crate::syntax::value::{Date, Id, Scalar, is_address};
use streams::{err, out};

#[derive(Parser)]
#[command(name = "mingce", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Sub,
    #[arg(long, global = true, value_name = "zh|en", value_parser = ["zh", "en"], hide_possible_values = true)]
    lang: Option<String>,
}

#[derive(Subcommand)]
enum Sub {
    Build(Build),
    Check(CheckOnly),
    Serve(serve::Serve),
    Explain { code: String },
    Schema { collection: Option<String> },
    New(New),
    Init { folder: PathBuf },
}

#[derive(Args)]
struct New {
    #[arg(value_parser = kind)]
    kind: Kind,
    #[arg(value_parser = id)]
    id: Option<Id>,
    #[arg(long, default_value_os_t = here(), value_name = "CONTENT")]
    into: PathBuf,
}

/// The content folder when none is named: `content`, or this very folder when it is one.
fn here() -> PathBuf {
    let is_one = ["site.yaml", "site.yml"].iter().any(|name| Path::new(name).is_file());
    if is_one && !Path::new("content").exists() { ".".into() } else { "content".into() }
}

/// The output folder when none is named: `public`, beside the content folder.
fn beside() -> PathBuf {
    if here() == Path::new(".") { "../public".into() } else { "public".into() }
}

fn kind(text: &str) -> Result<Kind, String> {
    let names = |kind: &Kind| [Lang::Zh, Lang::En].map(|lang| word(kind.word(), lang));
    let named = |kind: &Kind| [kind.word(), kind.collection()].contains(&text) || names(kind).contains(&Some(text));
    Kind::ALL.into_iter().find(named).ok_or_else(|| text.to_owned())
}

/// The id of a new record; not one that Windows keeps for devices and would make no file of.
fn id(text: &str) -> Result<Id, String> {
    let numbered =
        |name| text.strip_prefix(name).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    let device = ["con", "prn", "aux", "nul"].contains(&text) || numbered("com") || numbered("lpt");
    Id::parse(text).filter(|_| !device).ok_or_else(|| text.to_owned())
}

#[derive(Args)]
struct Build {
    #[command(flatten)]
    check: Check,
    #[arg(long, short, default_value_os_t = beside(), value_name = "DIR")]
    output: PathBuf,
}

#[derive(Args)]
struct Check {
    #[arg(default_value_os_t = here(), value_name = "CONTENT")]
    content: PathBuf,
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    as_of: Option<Date>,
    #[arg(long, value_name = "URL", value_parser = address)]
    base_url: Option<String>,
    #[arg(long, action = ArgAction::SetTrue)]
    strict: bool,
    #[arg(long, action = ArgAction::SetTrue)]
    drafts: bool,
    #[arg(long, value_enum, default_value_t = Format::Text, hide_possible_values = true)]
    format: Format,
}

#[derive(Args)]
struct CheckOnly {
    #[command(flatten)]
    check: Check,
    #[arg(long, action = ArgAction::SetTrue)]
    fix: bool,
}

impl Check {
    /// The options of a run that begins now.
    fn options(&self) -> Result<Options, Diagnostic> {
        let now = now()?;
        machine::threads()?;
        Ok(Options { as_of: self.as_of, base_url: self.base_url.clone(), drafts: self.drafts, ..now })
    }
}

fn date(text: &str) -> Result<Date, String> {
    Date::read(text).ok_or_else(|| text.to_owned())
}

fn address(text: &str) -> Result<String, String> {
    if is_address(text) { Ok(text.to_owned()) } else { Err(text.to_owned()) }
}

/// Runs one command and says how it went.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    machine::end_when_aborted();
    let args: Vec<OsString> = args.into_iter().collect();
    let lang = language(&args);
    let matches = match localised(Cli::command(), lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return refused(&error, lang),
    };
    match Cli::from_arg_matches(&matches) {
        Ok(cli) => match cli.command {
            Sub::Build(build) => make(&build.check, &Purpose::Publish(build.output.clone()), lang),
            Sub::Check(CheckOnly { check, fix }) => {
                let mended = if fix { fix::mend(&check, lang) } else { Ok(()) };
                mended.map_or_else(|code| code, |()| make(&check, &Purpose::Check, lang))
            }
            Sub::Serve(args) => serve::show(args, cli.lang, lang),
            Sub::Explain { code } => explain(&code, lang),
            Sub::Schema { collection } => print_schema(collection.as_deref(), lang),
            Sub::New(New { kind, id, into }) => match now().and_then(|now| machine::threads().map(|()| now)) {
                Ok(now) => begin::record(kind, id, &into, &now, lang),
                Err(trouble) => stopped(trouble, Format::Text, lang),
            },
            Sub::Init { folder } => match now() {
                Ok(now) => begin::site(&folder, &now, lang),
                Err(trouble) => stopped(trouble, Format::Text, lang),
            },
        },
        Err(error) => refused(&error, lang),
    }
}

/// The language of `--lang`, else of the locale; English where neither says anything that is known.
fn language(args: &[OsString]) -> Lang {
    let text = |at: usize| args.get(at).and_then(|arg| arg.to_str());
    let asked = (0..args.len()).find_map(|at| match text(at) {
        Some("--lang") => text(at + 1).map(str::to_owned),
        Some(arg) => arg.strip_prefix("--lang=").map(str::to_owned),
        None => None,
    });
    let name = asked.or_else(sys_locale::get_locale).unwrap_or_default();
    if name.to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// The command with its help in the reader's language: `cli-NAME` for commands, `cli-arg-NAME` for arguments.
fn localised(command: Command, lang: Lang) -> Command {
    let words = |key: String| word(&key, lang).unwrap_or_default();
    let usage = words("cli-usage".into());
    let template = format!("{{about}}\n\n{usage}{{usage}}\n\n{{all-args}}");
    let name = command.get_name().to_owned();
    let about = words(format!("cli-{name}"));
    let command = command.about(about).help_template(template).disable_help_flag(true).disable_version_flag(true);
    let help = clap::Arg::new("help").long("help").short('h').action(ArgAction::Help).global(true);
    let command = if name == "mingce" {
        let version = clap::Arg::new("version").long("version").short('V').action(ArgAction::Version);
        command.arg(help).arg(version)
    } else {
        command
    };
    let command = command.subcommand_help_heading(words("cli-commands".into()));
    let command = command.mut_args(|arg| {
        let heading = if arg.is_positional() { "cli-arguments" } else { "cli-options" };
        let text = words(format!("cli-arg-{}", arg.get_id()));
        arg.help(text).help_heading(words(heading.into()))
    });
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, |sub| localised(sub, lang)))
}

fn refused(error: &clap::Error, lang: Lang) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return out(&error.render().to_string(), ExitCode::SUCCESS, lang);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return err(&error.render().to_string(), ExitCode::from(2));
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(all)) => Some(listed(all, lang)),
        _ => None,
    };
    let (key, place) = match error.kind() {
        ErrorKind::InvalidSubcommand => ("cli-no-command", ContextKind::InvalidSubcommand),
        ErrorKind::UnknownArgument => ("cli-no-argument", ContextKind::InvalidArg),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => ("cli-bad-value", ContextKind::InvalidValue),
        ErrorKind::MissingRequiredArgument => ("cli-missing", ContextKind::InvalidArg),
        ErrorKind::MissingSubcommand => ("cli-no-subcommand", ContextKind::ValidSubcommand),
        ErrorKind::ArgumentConflict => ("cli-twice", ContextKind::InvalidArg),
        _ => ("cli-wrong", ContextKind::InvalidArg),
    };
    let value = context(place).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg).unwrap_or_default();
    if argument == "<KIND>" && key == "cli-bad-value" {
        let name = |kind: Kind| match lang {
            Lang::Zh => format!("{}（{}）", word(kind.word(), lang).unwrap_or_default(), kind.word()),
            Lang::En => kind.word().to_owned(),
        };
        return unknown(&value, Kind::ALL.map(name), lang);
    }
    let sentence = word(key, lang).unwrap_or_default().replace("{value}", &value);
    let sentence = sentence.replace("{known}", &value).replace("{argument}", &argument);
    let more = word("cli-see-help", lang).unwrap_or_default();
    err(&format!("{}: {sentence}\n{more}\n", word("error", lang).unwrap_or("error")), ExitCode::from(2))
}

/// Options of now; the machine has to have a clock that can be right.
fn now() -> Result<Options, Diagnostic> {
    Ok(Options { now: machine::now()?, ..Options::default() })
}

/// Says why the machine cannot do what was asked for.
fn stopped(trouble: Diagnostic, format: Format, lang: Lang) -> ExitCode {
    let look = Look { format, lang, ..Look::default() };
    let mut told = Diagnostics::default();
    told.push(trouble);
    let text = report(&told, &Snapshot::default(), &look);
    if format == Format::Text { err(&text, ExitCode::from(2)) } else { out(&text, ExitCode::from(2), lang) }
}

fn make(args: &Check, purpose: &Purpose, lang: Lang) -> ExitCode {
    let options = match args.options() {
        Ok(options) => options,
        Err(trouble) => return stopped(trouble, args.format, lang),
    };
    let outcome = build::run(&args.content, purpose, &options, (args.strict, lang));
    let folder = args.content.display().to_string().replace('\\', "/");
    let colour = if std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        Colour::Always
    } else {
        Colour::Never
    };
    let look = Look { format: args.format, lang, colour, folder: &folder };
    let text = report(&outcome.diagnostics, &outcome.compiled.snapshot, &look);
    let (code, summary) = (outcome.code(), summary(&outcome, purpose, lang));
    // The process is about to end: giving a site back piece by piece would only keep somebody waiting.
    std::mem::forget(outcome);
    if args.format == Format::Text {
        let code = err(&text, code);
        return out(&summary, code, lang);
    }
    match streams::print(&mut std::io::stdout(), &text) {
        Ok(()) => err(&summary, code),
        Err(error) => streams::unwritten(&error, lang),
    }
}

/// A line of words with its places filled.
fn filled(key: &str, values: &[(&str, String)], lang: Lang) -> String {
    let mut text = word(key, lang).unwrap_or_default().to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    format!("{text}\n")
}

/// Policies and labels that a summary names; of more it gives the number.
const FEW: usize = 12;

/// What was made, in a few lines; nothing when nothing was.
fn summary(outcome: &Outcome, purpose: &Purpose, lang: Lang) -> String {
    let fill = |key: &str, values: &[(&str, String)]| filled(key, values, lang);
    let mut text = String::new();
    let all = outcome.compiled.site.coverage();
    if all.len() > FEW {
        let clauses: usize = all.iter().map(|coverage| coverage.clauses).sum();
        let silent: usize = all.iter().map(|coverage| coverage.unexplained.len()).sum();
        let values = [("policies", all.len()), ("clauses", clauses), ("explained", clauses - silent)];
        text.push_str(&fill("summary-coverage-all", &values.map(|(name, value)| (name, value.to_string()))));
    }
    for coverage in all.iter().filter(|_| all.len() <= FEW) {
        let explained = coverage.clauses - coverage.unexplained.len();
        let values = [
            ("policy", coverage.policy.to_string()),
            ("explained", explained.to_string()),
            ("clauses", coverage.clauses.to_string()),
        ];
        text.push_str(&fill("summary-coverage", &values));
        if !coverage.unexplained.is_empty() {
            let labels: Vec<String> = coverage.unexplained.iter().map(ToString::to_string).collect();
            text.push_str(&fill("summary-unexplained", &[("clauses", some(&labels, lang))]));
        }
    }
    let checks = outcome.compiled.site.content.checks.iter().zip(outcome.compiled.checks.iter());
    for (check, proved) in checks.filter_map(|(check, proved)| Some((check, proved.as_ref()?))) {
        let count = proved.outlines.iter().fold(0u64, |all, outline| all.saturating_add(outline.count));
        let values = [
            ("check", check.id.to_string()),
            ("count", count.to_string()),
            ("results", proved.outlines.len().to_string()),
        ];
        text.push_str(&fill("summary-check", &values));
    }
    let waiting = outcome.compiled.site.content.waiting.iter().filter(|_| !outcome.drafts).map(|waiting| {
        let until = match waiting.wait {
            Wait::Draft => word("summary-draft", lang).unwrap_or_default().to_owned(),
            Wait::Until(day) => day.to_string(),
        };
        let values = [("collection", waiting.kind.collection().to_owned()), ("id", waiting.id.to_string())];
        filled("summary-waiting-one", &[&values[..], &[("until", until)]].concat(), lang).trim_end().to_owned()
    });
    let waiting: Vec<String> = waiting.collect();
    if !waiting.is_empty() {
        text.push_str(&fill("summary-waiting", &[("items", some(&waiting, lang))]));
    }
    let left_out: Vec<String> = outcome.compiled.left_out().map(str::to_owned).collect();
    if !left_out.is_empty() {
        let values = [("count", left_out.len().to_string()), ("items", some(&left_out, lang))];
        text.push_str(&fill("summary-left-out", &values));
    }
    let time = format!("{:.2}", outcome.elapsed.as_secs_f64());
    let made = [("pages", outcome.pages.to_string()), ("downloads", outcome.downloads.to_string()), ("time", time)];
    match &outcome.published {
        None if outcome.is_fine() => text.push_str(&fill("summary-checked", &made)),
        // A check would have published nothing.
        None if matches!(purpose, Purpose::Check) => {}
        None => text.push_str(&fill("summary-nothing", &made)),
        Some((target, published)) => {
            let size = format!("{:.1}", published.bytes as f64 / 1_048_576.0);
            let target = target.display().to_string();
            text.push_str(&fill("summary-made", &[&made[..], &[("size", size), ("target", target)]].concat()));
            let counts = [
                ("new", published.new.to_string()),
                ("changed", published.changed.to_string()),
                ("same", published.same.to_string()),
                ("removed", published.removed.to_string()),
            ];
            text.push_str(&fill("summary-changes", &counts));
        }
    }
    text
}

fn listed(all: impl IntoIterator<Item = impl AsRef<str>>, lang: Lang) -> String {
    let all: Vec<_> = all.into_iter().collect();
    let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
    all.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// The first of many labels.
fn some(labels: &[String], lang: Lang) -> String {
    let shown = listed(labels.iter().take(FEW), lang);
    let more = if labels.len() > FEW { word("summary-more", lang).unwrap_or_default() } else { "" };
    format!("{shown}{more}")
}

fn explain(text: &str, lang: Lang) -> ExitCode {
    match Code::parse(text) {
        Some(code) => {
            let severity = catalogue::severity(code.severity(), lang);
            let title = catalogue::title(code, lang);
            out(
                &format!("{code} {title} ({severity})\n\n{}\n", catalogue::explain(code, lang).trim()),
                ExitCode::SUCCESS,
                lang,
            )
        }
        None => {
            let codes: Vec<String> = Code::ALL.iter().map(Code::to_string).collect();
            let near = nearest(&text.to_ascii_uppercase(), codes.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| filled("suggestion", &[("word", near)], lang));
            err(&(filled("cli-no-code", &[("code", text.to_owned())], lang) + &near), ExitCode::from(2))
        }
    }
}

fn print_schema(name: Option<&str>, lang: Lang) -> ExitCode {
    let json = match name {
        Some(name) => schema::schema(name).and_then(|schema| serde_json::to_string_pretty(&schema).ok()),
        None => {
            let all: serde_json::Map<_, _> = schema::names()
                .filter_map(|name| Some((name.to_owned(), serde_json::to_value(schema::schema(name)?).ok()?)))
                .collect();
            serde_json::to_string_pretty(&all).ok()
        }
    };
    match json {
        Some(json) => out(&format!("{json}\n"), ExitCode::SUCCESS, lang),
        None => unknown(name.unwrap_or_default(), schema::names(), lang),
    }
}

/// Says that there is no such sort of content, and which there are.
fn unknown(name: &str, known: impl IntoIterator<Item = impl AsRef<str>>, lang: Lang) -> ExitCode {
    let known = listed(known, lang);
    let sentence = word("cli-no-collection", lang).unwrap_or_default();
    err(&format!("{}\n", sentence.replace("{name}", name).replace("{known}", &known)), ExitCode::from(2))
}
