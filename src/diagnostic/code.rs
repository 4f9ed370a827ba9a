//! The stable codes. Each has a page in `docs/codes/` (its words in both languages and its explanation) and a folder in
//! `tests/invalid/`; a test holds the three together.

mod kind;

use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $number:literal $severity:ident;)*) => {
        /// A rule that content can break. The number is stable for ever; a code that is no longer used is not used again.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name = $number,)* }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// How bad breaking this rule is.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity,)* }
            }
        }
    };
}

codes! {
    /// The file is not UTF-8. Args: `guess` (a encoding's name, or `?`).
    NotUtf8 = 101 Error;
    /// A control character. Args: `character` (`U+0000`).
    ControlCharacter = 102 Error;
    /// The file is larger than is read. Args: `size`, `limit` (MiB).
    FileTooLarge = 103 Error;
    /// A symbolic link that leaves the content folder. Args: `target`.
    LinkLeaves = 104 Error;
    /// The file or folder could not be read. Args: `cause`.
    Unreadable = 105 Error;
    /// A text file that belongs to no collection. Args: `name`.
    UnknownFile = 106 Error;
    /// There is no `site.yaml`. Args: none.
    NoSite = 107 Error;
    /// A name that cannot become an address. Args: `name`.
    BadFileName = 108 Error;
    /// A file that nothing refers to. Args: `name`.
    UnusedFile = 109 Warning;
    /// A file at an address where something else stands. Args: `address`, `other` (what is there).
    AddressTaken = 110 Error;
    /// A name that Windows or FAT cannot hold. Args: `name`, `why`.
    UnusableName = 111 Warning;
    /// An address that some systems do not tell from another. Args: `address`, `other`, `why`.
    SameName = 112 Warning;
    /// A mark in a name that is not seen, or turns the direction of the rest. Args: `name`, `character`.
    HiddenMark = 113 Error;
    /// A file that changed while the site was made of it, or cannot be read any more. Args: none.
    FileChanged = 114 Error;

    /// Not YAML. Args: `cause` (the parser's words), `how`.
    YamlSyntax = 201 Error;
    /// A tab where YAML wants spaces. Args: none.
    YamlTab = 202 Error;
    /// The same key twice. Args: `key`.
    DuplicateKey = 203 Error;
    /// A key that this record does not have. Args: `key`, `known` (list).
    UnknownKey = 204 Error;
    /// A key that must be there. Args: `key`.
    MissingKey = 205 Error;
    /// A value of the wrong shape. Args: `expected`, `found`, `how`.
    WrongType = 206 Error;
    /// A word that is none of those allowed. Args: `value`, `known` (list).
    UnknownWord = 207 Error;
    /// Not a date. Args: `value`.
    BadDate = 208 Error;
    /// Not an id. Args: `value`.
    BadId = 209 Error;
    /// A text that does not follow its pattern. Args: `value`, `pattern`.
    BadValue = 210 Error;
    /// The document is nested or repeated beyond reason. Args: `cause`, `limit`, `how`.
    YamlTooComplex = 211 Error;
    /// A Markdown file without front matter, or one that is not closed. Args: `cause`.
    NoFrontMatter = 212 Error;
    /// The same id twice. Args: `id`, `collection`.
    DuplicateId = 213 Error;
    /// A period that ends before it begins. Args: `from`, `to`.
    ReversedPeriod = 214 Error;
    /// A day that lies before one that it follows. Args: `earlier`, `later` (which days), `earlier_date`, `later_date`.
    DateOrder = 215 Warning;
    /// A value that ends where a `#` begins a comment. Args: `kept`.
    CutValue = 220 Warning;
    /// A sign that does not part the items of a list. Args: `sign`.
    WideComma = 221 Warning;
    /// A title or name with nothing in it. Args: `key`.
    EmptyTitle = 222 Error;
    /// A character in a key that is not seen. Args: `character`, `key`.
    HiddenInKey = 223 Error;
    /// A telephone number that cannot be called. Args: `cause`.
    TelephoneNumber = 224 Warning;
    /// A value that quotes of an input method enclose, which belong to it. Args: none.
    WideQuotes = 225 Warning;
    /// A value that is lost, because it begins with a sign of YAML's. Args: `value`.
    MarkedValue = 229 Error;
    /// A key without a value. Args: `key`.
    EmptyValue = 230 Warning;
    /// An item that stands twice in one list. Args: `value`.
    ListedTwice = 231 Warning;
    /// The year in the number of a document in other brackets than `〔〕`. Args: `meant`.
    YearBrackets = 232 Warning;
    /// Several clauses in one source. Args: `value`, `sources` (a list in YAML).
    SeveralSources = 233 Error;
    /// A value over several lines, which spaces join. Args: none.
    FoldedValue = 234 Warning;

    /// A record that does not exist. Args: `kind`, `id`.
    UnknownRecord = 301 Error;
    /// A clause that does not exist. Args: `policy`, `clause`, `id` (of the policy), `near` (list of clauses).
    UnknownClause = 302 Error;
    /// A pinned quote that the clause does not hold. Args: `quote`, `clause`, `statement`, `nearest`.
    QuoteGone = 303 Error;
    /// A source that cannot be read. Args: `value`.
    BadSource = 304 Error;
    /// Documents that are each other's basis. Args: `cycle`.
    BasisCycle = 305 Error;
    /// A file that is not in the content folder. Args: `path`.
    MissingFile = 306 Error;
    /// A heading or clause of a page that does not exist. Args: `anchor`, `page`.
    UnknownAnchor = 307 Error;
    /// A statement without a source. Args: `statement`.
    NoSource = 308 Error;
    /// A record that nothing refers to. Args: `kind`, `id`.
    UnusedRecord = 309 Warning;
    /// A link of a kind that Mingce does not know. Args: `link`.
    UnknownLink = 310 Error;
    /// Something public that leads to a draft, or to what is published later. Args: `title`, `key`.
    NotPublished = 311 Error;
    /// A link whose words name another clause or document than the one to which it leads. Args: `written`, `target`.
    OtherTarget = 312 Warning;
    /// A record that is called as another one of its kind. Args: `kind`, `name`.
    CalledAlike = 313 Warning;
    /// An attachment whose form is another attachment by its own record. Args: `number`, `form`, `policy`, `other` (a number, or
    /// nothing).
    OtherAttachment = 314 Warning;
    /// A statement about today that rests on a document that is no longer in force. Args: `statement`, `policy`,
    /// `validity` (`@lapsed-superseded`, `@lapsed-expired`), `successor` (titles, or `@successor`).
    LapsedSource = 320 Warning;
    /// A document that is said to be in force and to be superseded. Args: `policy`, `validity` (the word in YAML).
    InForceAndSuperseded = 321 Error;
    /// Documents that supersede each other. Args: `cycle`.
    SuccessionCycle = 322 Error;
    /// A document that is older than the one that it supersedes. Args: `policy`, `made`, `successor`, `successor_made`.
    OlderSuccessor = 323 Warning;
    /// A document in force whose text says that it is no longer. Args: `policy`, `day`.
    EndedByItself = 324 Warning;

    /// HTML in Markdown. Args: `html`.
    RawHtml = 401 Error;
    /// The same clause number twice. Args: `clause`, `written` (how the second one begins).
    DuplicateClause = 402 Error;
    /// A clause number that does not follow the one before. Args: `clause`, `previous`.
    ClauseOrder = 403 Warning;
    /// An address with `http://`. Args: `url`.
    InsecureLink = 404 Warning;
    /// An image without words for those who cannot see it. Args: `path`.
    NoAlternative = 405 Warning;
    /// Both widths of brackets in the clause numbers of one document. Args: `clause`.
    MixedBrackets = 406 Warning;
    /// An image that lies outside of the site. Args: `url`.
    OutsideImage = 407 Error;
    /// What looks like a link and is none. Args: `address`, `how`.
    LiteralLink = 408 Warning;
    /// An address with a user name or a password. Args: none.
    UserInAddress = 409 Error;
    /// A number that may be that of a clause, and is read as text. Args: `clause`, `written`, `below` (the clause of which it is text).
    AmbiguousNumber = 410 Warning;
    /// A clause number that is written in an unusual way. Args: `clause`, `written`.
    NumberSlip = 411 Warning;
    /// The outermost numbering begins again, without a title before it. Args: `clause`, `written`.
    NumberingAgain = 412 Error;
    /// A reference that several clauses fit. Args: `policy`, `clause`, `clauses` (list).
    SeveralClauses = 413 Error;
    /// A clause number that is too large. Args: `written`, `limit`.
    NumberTooLarge = 414 Warning;
    /// An article within a table. Args: `written`.
    ClauseInTable = 415 Warning;
    /// A clause that lies too deep. Args: `written`.
    ClauseTooDeep = 416 Warning;
    /// The number of a clause within the text of another one. Args: `written`, `clause`, `below`.
    ClausesTogether = 417 Warning;
    /// Lines that a page has broken, each of which is a paragraph. Args: `count`.
    BrokenLines = 418 Warning;
    /// What stands behind the signature of a document and is not expected there. Args: `written` (text or word), `below`.
    TextBehindSignature = 419 Warning;
    /// Marks of a merge conflict. Args: none.
    ConflictMark = 420 Error;
    /// A link or picture with brackets, spaces or a `！` of an input method. Args: `address`, `other` (what is there).
    WideLink = 421 Warning;
    /// A link that does not close. Args: `address`, `other` (what is there).
    OpenLink = 422 Warning;
    /// Lines with tabs that make no table. Args: `count`.
    TabTable = 423 Warning;
    /// Lines with bars that make no table. Args: `cause`.
    NoTable = 424 Warning;
    /// A row with more cells than its heading. Args: `count`.
    MoreCells = 425 Warning;
    /// A line that begins with `#` and is no heading. Args: none.
    NoHeading = 426 Warning;
    /// What was never filled in. Args: `text`.
    Placeholder = 427 Warning;
    /// A character that is not seen. Args: `character`.
    HiddenCharacter = 428 Warning;
    /// Lines that become one paragraph. Args: `count`.
    JoinedLines = 429 Warning;
    /// A heading that a line of `=` or `-` makes. Args: none.
    UnderlinedHeading = 430 Warning;
    /// A number of a list that is not shown as it is written. Args: `written`, `shown`.
    ListNumber = 431 Warning;
    /// Text that is shown as code because of its indentation. Args: none.
    IndentedText = 432 Warning;
    /// A line that defines a link and is not shown. Args: `name`.
    HiddenDefinition = 433 Warning;
    /// A mark that is shown as it is written. Args: `mark`, `how` (word).
    LiteralMark = 434 Warning;
    /// Code that nothing closes, so that all behind it is code. Args: none.
    OpenCode = 435 Warning;
    /// A link in which there are no words. Args: none.
    EmptyLink = 436 Warning;
    /// The number of a page of paper, alone on its line. Args: `text`.
    PageNumber = 437 Warning;
    /// A character for private use, which only one font has. Args: `character`, `count`.
    PrivateCharacter = 438 Warning;
    /// A path of which backslashes are not shown. Args: `text`.
    LostBackslash = 439 Warning;
    /// A value that becomes an explanation of the line above, without its colon. Args: none.
    LostColon = 440 Warning;
    /// A mail address of a link that is none. Args: `address`, `other` (what is there).
    MailAddress = 441 Warning;
    /// A footnote that nothing refers to. Args: `name`.
    UnusedFootnote = 442 Warning;
    /// A heading without words. Args: none.
    EmptyHeading = 443 Warning;
    /// Radicals in the place of characters. Args: `character`, `count`.
    Radical = 444 Warning;
    /// A signature between the clauses of a document. Args: `written`, `below`.
    SignatureAmidClauses = 446 Warning;
    /// A line of the page from which a text was copied. Args: `text`.
    PortalLeftover = 447 Warning;
    /// A picture that browsers do not show. Args: `path`, `cause` (word).
    UnseenPicture = 448 Warning;
    /// A picture with too many pixels to be made smaller. Args: `path`, `width`, `height`.
    HugePicture = 449 Warning;
    /// A link or strong words in a value that is plain text. Args: `written`.
    MarkupInValue = 450 Warning;
    /// More clauses in one document than it may have. Args: `written`, `limit`.
    ManyClauses = 451 Error;
    /// Numbers in a way in which official documents have none. Args: `written`.
    UnreadNumbers = 452 Warning;
    /// Numbers of clauses in a list or in HTML, where they begin none. Args: `written`.
    NumbersWithin = 453 Warning;

    /// The site has no address yet. Args: none.
    NoBaseUrl = 501 Warning;
    /// An identity number is missing. Args: `number`.
    NoIdentity = 502 Warning;
    /// A record that nobody has checked. Args: `kind`, `id`.
    Unverified = 503 Warning;
    /// A date after the as-of date. Args: `date`, `as_of`.
    FutureDate = 504 Warning;
    /// A column with nothing in it. Args: `column`.
    EmptyColumn = 505 Warning;

    /// A template that cannot be read or rendered. Args: `cause`.
    Template = 601 Error;
    /// Texts for readers that the theme does not have. Args: `key` (list).
    MissingString = 602 Error;
    /// A theme file that Mingce does not know. Args: `name`.
    UnknownThemeFile = 603 Warning;
    /// An address in a template or style sheet of the site's own that leads to nothing in the site. Args: `address`, `other` (what is there).
    DeadAddress = 604 Warning;
    /// A style sheet or script of the site's own that is too complex to be minified. Args: `cause`, `limit`, `how`.
    ThemeTooComplex = 605 Error;
    /// A page of a template of the site's own that comes to no end. Args: `cause`, `limit`.
    EndlessPage = 606 Error;
    /// A number in a print template that makes the engine do without end. Args: `number`, `limit`.
    HugeNumber = 607 Error;
    /// A text of the site's own that no page shows. Args: `key`.
    UnusedString = 608 Warning;
    /// A colour of the site's own that is too close to what it stands on, or what stands on it. Args: `text`, `ground`, `scheme`,
    /// `contrast`, `least`.
    LowContrast = 609 Warning;

    /// A header group without columns, or a form without any. Args: `title`.
    EmptyHeader = 701 Error;
    /// More columns or rows than a sheet of paper holds. Args: `count`, `limit`, `what`, `how`.
    FormTooLarge = 702 Error;
    /// A cell text that no cell can show. Args: `length`, `limit`, `how`.
    CellTooLong = 703 Error;
    /// A text that has no room on the sheet. Args: `text`, `width` (millimetres).
    FormNoRoom = 704 Error;
    /// A width of a column that does not fit the paper. Args: `width`, `room` (millimetres).
    ColumnWidth = 705 Error;
    /// A character in a text to print that no font has. Args: `characters` (list).
    MissingGlyph = 706 Warning;
    /// A font that cannot be read, or that lacks Chinese characters. Args: `path`, `why`.
    Font = 707 Error;

    /// What looks like data of a person. Args: `what`, `number` (its middle masked), `place`.
    PersonalData = 708 Error;
    /// A form of the site that somebody has filled in. Args: `form`, `place`.
    FilledForm = 709 Error;
    /// A document that cannot be looked into. Args: `why`.
    NotLookedInto = 710 Warning;
    /// An exception for a file that needs none. Args: `path`.
    IdleException = 711 Warning;
    /// A file that was looked into up to a limit. Args: `what`, `limit`.
    NotLookedThrough = 712 Warning;
    /// A part of a file that cannot be looked into. Args: `part`, `why`.
    PartNotLookedInto = 713 Warning;
    /// A published file of a kind that never belongs on a server. Args: `name`, `kind`.
    PrivateFile = 716 Error;
    /// A picture that is published with what a camera or program wrote into it. Args: `path`.
    PictureMetadata = 717 Warning;
    /// A script in a published drawing. Args: `path`, `script` (what it is).
    ScriptInDrawing = 718 Warning;
    /// The typesetter warns of a document to print. Args: `cause` (its words).
    PrintWarning = 720 Warning;
    /// A picture that cannot be printed. Args: `picture`, `cause`.
    UnreadablePicture = 721 Warning;
    /// The picture of a card that is no PNG or JPEG. Args: `path`.
    CardPicture = 730 Error;
    /// The picture of a card that is smaller than WeChat takes. Args: `path`, `width`, `height`, `least`.
    SmallCardPicture = 731 Warning;
    /// A language of a translation that cannot be used. Args: `language`, `cause`.
    TranslationLanguage = 732 Error;
    /// More words in a list of `site.yaml` than a table or a selection shows. Args: `list`, `count`, `limit`.
    VocabularyTooLarge = 733 Error;

    /// An option that a fact does not have. Args: `value`, `fact`, `known` (list).
    UnknownOption = 901 Error;
    /// A comparison or an answer that does not fit the type of its fact. Args: `comparison`, `fact`, `type`,
    /// `how`.
    WrongComparison = 902 Error;
    /// A number outside of the range of its fact. Args: `value`, `fact`, `min`, `max`.
    OutOfRange = 903 Error;
    /// A condition that says nothing, or more than one thing. Args: `found`, `how`.
    BadRule = 904 Error;
    /// A fact without what its type needs, or with what it does not. Args: `fact`, `key`, `type`,
    /// `problem`.
    BadFact = 905 Error;
    /// A question that is asked depending on itself or on a later one. Args: `fact`.
    QuestionOrder = 906 Error;
    /// A rule rests on a fact that the check does not ask for, or asks twice. Args: `fact`, `problem`.
    NotAsked = 907 Error;
    /// Conditions of an outcome without a source. Args: `condition`, `statement`.
    NoConditionSource = 908 Error;
    /// More combinations of answers, or of what makes them, than can be tried. Args: `what`, `count`, `limit`,
    /// `largest`.
    CheckTooLarge = 909 Error;
    /// `confirm` inside of `not`. Args: none.
    ConfirmNegated = 910 Error;
    /// A persona that answers what cannot be answered. Args: `persona`, `fact`, `why`.
    ImpossibleAnswer = 911 Error;
    /// An outcome that no answers reach. Args: `outcome`.
    Unreachable = 912 Error;
    /// A part of a rule that can never be met. Args: `outcome`, `part`.
    Contradiction = 913 Error;
    /// A part of a rule that is always met. Args: `outcome`, `part`.
    AlwaysTrue = 914 Warning;
    /// A part of a rule that can go without changing any outcome. Args: `outcome`, `part`.
    Redundant = 915 Warning;
    /// A question that no outcome needs. Args: `fact`.
    DeadQuestion = 916 Warning;
    /// A question that is asked when its answer no longer matters. Args: `fact`, `example`.
    AskedInVain = 917 Warning;
    /// An outcome that stays open because a question that it needs is not asked. Args: `outcome`, `fact`, `example`.
    HiddenFact = 918 Error;
    /// Two exclusive outcomes that are met at once. Args: `first`, `second`, `example`.
    Overlap = 919 Error;
    /// Answers for which nothing is said. Args: `example`.
    Gap = 920 Error;
    /// A persona for which something else comes out. Args: `persona`, `outcome`, `expected`, `found`, `trace`.
    PersonaFails = 921 Error;
    /// A rule rests on a policy that is not in force. Args: `condition`, `policy`, `validity`.
    NotInForce = 922 Warning;
    /// The day by which somebody had to look at the rules again is over. Args: `problem`, `date`, `as_of`.
    ReviewDue = 923 Warning;
    /// What no persona tries. Args: `missing` (list), `personas` (YAML to paste).
    Untested = 924 Warning;
    /// An exclusion of a fact that compares nothing, one fact only, or one fact twice. Args: `fact`, `problem`.
    BadExclusion = 925 Error;
    /// A persona whose answers contradict each other. Args: `persona`, `answers`, `reason`.
    ContradictoryPersona = 926 Error;

    /// The output folder was not made by Mingce. Args: none.
    ForeignOutput = 801 Error;
    /// The output could not be written. Args: `cause`.
    NotWritten = 802 Error;
    /// The output folder lies inside the content folder, or the other way round. Args: none.
    OutputInContent = 803 Error;
    /// Something that Mingce did not make where it works, beside the output folder. Args: none.
    ForeignWork = 804 Error;
    /// The machine's clock cannot be right. Args: `cause`.
    WrongClock = 805 Error;
    /// The machine starts no more threads. Args: none.
    NoThreads = 806 Error;
}
