//! The command line: arguments, language, output, exit codes.
//!
//! 0: fine. 1: the author has something to mend. 2: the machine, or the command itself.
//!
//! A command is a type of its own file and a row of `COMMANDS`; its help stands in `docs/codes/words.yaml`.

mod args;
mod build;
mod check;
mod explain;
mod init;
mod language;
mod new;
mod schema;
mod searches;
mod serve;
mod streams;
mod summary;
mod theme;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::builder::Str;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Args};

use super::machine;
use crate::diagnostic::catalogue::{Lang, word};
use crate::model::Kind;
use streams::{err, out};

/// All commands, in the order of the help.
const COMMANDS: [Row; 9] = [
    Row::of::<build::Build>(),
    Row::of::<check::Check>(),
    Row::of::<serve::Serve>(),
    Row::of::<explain::Explain>(),
    Row::of::<schema::Schema>(),
    Row::of::<new::New>(),
    Row::of::<init::Init>(),
    Row::of::<theme::Theme>(),
    Row::of::<searches::Searches>(),
];

/// What a command line says beside its command.
struct Said {
    /// The language of what is printed.
    lang: Lang,
    /// The language that was asked for.
    asked: Option<Lang>,
}

/// A command, as its arguments.
trait Command: Args {
    /// What it is called.
    const NAME: &'static str;

    /// Does it, and says how it went.
    fn run(self, said: &Said) -> ExitCode;
}

/// A command as it is found by its name.
struct Row {
    name: &'static str,
    define: fn(clap::Command) -> clap::Command,
    run: fn(&ArgMatches, &Said) -> Result<ExitCode, clap::Error>,
}

impl Row {
    const fn of<C: Command>() -> Self {
        Self {
            name: C::NAME,
            define: C::augment_args,
            run: |matches, said| C::from_arg_matches(matches).map(|command| command.run(said)),
        }
    }
}

/// The program with all its commands.
fn program() -> clap::Command {
    let lang = Arg::new("lang").long("lang").global(true).value_name("zh|en");
    let lang = lang.value_parser(["zh", "en"]).hide_possible_values(true);
    let program = clap::Command::new("mingce").version(env!("CARGO_PKG_VERSION")).disable_help_subcommand(true);
    let program = program.subcommand_required(true).arg_required_else_help(true).arg(lang);
    program.subcommands(COMMANDS.iter().map(|row| (row.define)(clap::Command::new(row.name))))
}

/// Runs one command and says how it went.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    machine::end_when_aborted();
    let args: Vec<OsString> = args.into_iter().collect();
    let known = language::said(&args);
    let lang = known.unwrap_or_else(|| language::of_site(None));
    let matches = match localised(program(), lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return refused(&error, lang),
    };
    let found = matches.subcommand();
    let Some((row, matches)) = found.and_then(|(name, of)| Some((COMMANDS.iter().find(|row| row.name == name)?, of)))
    else {
        return refused(&clap::Error::new(ErrorKind::MissingSubcommand), lang);
    };
    let lang = known.unwrap_or_else(|| language::of_site(Some(matches)));
    let asked = matches.get_one::<String>("lang").map(|name| if name == "zh" { Lang::Zh } else { Lang::En });
    (row.run)(matches, &Said { lang, asked }).unwrap_or_else(|error| refused(&error, lang))
}

/// The command with its help in the reader's language: `cli-NAME` for commands, `cli-arg-NAME` for arguments,
/// `cli-value-NAME` for what an argument takes.
fn localised(command: clap::Command, lang: Lang) -> clap::Command {
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
        let text = words(format!("cli-arg-{}", arg.get_id())).to_owned();
        let defaults = arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned());
        let is_reported = defaults.len() > 0;
        let default = defaults.map(|value| filled("cli-default", &[("value", value)], lang));
        let text = default.fold(text, |text, default| text + default.trim_end());
        let takes = arg.get_value_names().into_iter().flatten();
        let takes: Vec<Str> = takes.map(|name| taken(name, lang).map_or_else(|| name.clone(), Str::from)).collect();
        let arg = if takes.is_empty() { arg } else { arg.value_names(takes) };
        arg.help(text).hide_default_value(is_reported).help_heading(words(heading.into()))
    });
    let path = if name == "mingce" { name } else { format!("mingce {name}") };
    let line = command.clone().bin_name(path).render_usage().to_string();
    let line = line.trim_start_matches("Usage: ").replace("[OPTIONS]", words("cli-some-options".into()));
    let command = command.override_usage(line.replace("<COMMAND>", words("cli-some-command".into())));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, |sub| localised(sub, lang)))
}

/// What stands for the value of an argument, such as `DIR`.
fn taken(name: &str, lang: Lang) -> Option<&'static str> {
    word(&format!("cli-value-{name}"), lang)
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
    if argument == format!("<{}>", taken("KIND", lang).unwrap_or("KIND")) && key == "cli-bad-value" {
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

/// A line of words with its places filled.
fn filled(key: &str, values: &[(&str, String)], lang: Lang) -> String {
    let mut text = word(key, lang).unwrap_or_default().to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    format!("{text}\n")
}

fn listed(all: impl IntoIterator<Item = impl AsRef<str>>, lang: Lang) -> String {
    let all: Vec<_> = all.into_iter().collect();
    let all: Vec<&str> = all.iter().map(AsRef::as_ref).collect();
    all.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// Says that there is no such sort of content, and which there are.
fn unknown(name: &str, known: impl IntoIterator<Item = impl AsRef<str>>, lang: Lang) -> ExitCode {
    let known = listed(known, lang);
    let sentence = word("cli-no-collection", lang).unwrap_or_default();
    err(&format!("{}\n", sentence.replace("{name}", name).replace("{known}", &known)), ExitCode::from(2))
}
