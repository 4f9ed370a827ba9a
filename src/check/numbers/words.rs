//! The words around a number: those that make it likely to be one of a person, and those that say what else it is.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What the words around a number say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Hint {
    /// Nothing.
    #[default]
    None,
    /// It is a number of an identity card or of a telephone.
    Person,
    /// It is the number of an enterprise, which looks like that of an identity card.
    Credit,
    /// It is another one.
    Other,
}

/// Characters before a number in which words are looked for.
const BEFORE: usize = 40;
/// Characters between a number and a word that says what else it is.
const NEAR: usize = 12;
/// Characters after a number in which words are looked for.
const AFTER: usize = 8;

/// Words before or after a number of a person.
const PERSON: &[&str] = &[
    "手机",
    "电话",
    "手提",
    "移动号",
    "联系方式",
    "联系方法",
    "联系号",
    "联系人",
    "联络人",
    "联络方式",
    "通讯方式",
    "通信方式",
    "致电",
    "拨打",
    "来电",
    "热线",
    "短信",
    "微信",
    "号主",
    "机主",
    "本人号码",
    "身份证",
    "身份号",
    "身份编号",
    "身份证明",
    "证件",
    "居民证",
    "公民号",
    "公民身份",
    "二代证",
    "tel",
    "telephone",
    "mobile",
    "mob",
    "phone",
    "cell",
    "cellphone",
    "call",
    "contact",
    "wechat",
    "weixin",
    "wx",
    "vx",
    "sms",
    "whatsapp",
    "id",
    "idcard",
    "idno",
    "identity",
    "sfz",
    "sfzh",
    "sj",
    "sjh",
    "dh",
    "lxdh",
    "lxfs",
    "shouji",
    "dianhua",
    "shenfenzheng",
    "phoneno",
    "mobileno",
    "tels",
    "phones",
];

/// Words before a number that is another one.
const OTHER: &[&str] = &[
    "案号",
    "案件",
    "订单",
    "单号",
    "流水",
    "运单",
    "快递",
    "经度",
    "纬度",
    "坐标",
    "东经",
    "北纬",
    "标准号",
    "国标",
    "国家标准",
    "行业标准",
    "版本",
    "哈希",
    "校验",
    "摘要",
    "金额",
    "合计",
    "总计",
    "总额",
    "投资",
    "资金",
    "预算",
    "收入",
    "支出",
    "编号",
    "编码",
    "代码",
    "文号",
    "字号",
    "注册号",
    "许可证",
    "执照",
    "备案",
    "批号",
    "批准",
    "合同",
    "档案",
    "索引",
    "条码",
    "条形码",
    "发票",
    "票据",
    "账号",
    "帐号",
    "账户",
    "帐户",
    "卡号",
    "开户",
    "银行",
    "银联",
    "邮编",
    "邮政编码",
    "序列",
    "货号",
    "型号",
    "人口",
    "面积",
    "产量",
    "数量",
    "共计",
    "QQ群",
    "群号",
    "工号",
    "学号",
    "考证号",
    "会议号",
    "会议",
    "车架",
    "发动机",
    "设备号",
    "￥",
    "¥",
    "$",
    "€",
    "人民币",
    "isbn",
    "issn",
    "doi",
    "imei",
    "sn",
    "gb",
    "gbt",
    "no",
    "version",
    "ver",
    "sha",
    "sha1",
    "sha256",
    "md5",
    "hash",
    "digest",
    "checksum",
    "commit",
    "lng",
    "lon",
    "lat",
    "longitude",
    "latitude",
    "order",
    "orderno",
    "invoice",
    "amount",
    "total",
    "price",
    "rmb",
    "cny",
    "usd",
    "ean",
    "upc",
    "sku",
    "barcode",
    "serial",
    "timestamp",
    "time",
    "qq群",
    "组织机构",
];

/// Words before the number of an enterprise.
const CREDIT: &[&str] =
    &["信用代码", "社会信用", "机构代码", "统一代码", "税务登记", "纳税人识别号", "纳税识别号", "税号"];

/// What stands directly after an amount, or after the number of something else.
const UNITS: &[&str] = &[
    "元",
    "万",
    "亿",
    "美元",
    "人民币",
    "平方",
    "㎡",
    "公里",
    "千米",
    "米",
    "吨",
    "千克",
    "公斤",
    "株",
    "亩",
    "人",
    "户",
    "%",
    "％",
    "‰",
    "度",
    "千瓦",
    "kW",
    "册",
    "份",
    "号",
    "期",
    "次",
    "条",
    "字节",
    "毫秒",
    "秒",
    "个",
    "辆",
    "台",
    "套",
    "家",
    "倍",
    "°",
    "RMB",
    "CNY",
    "USD",
    "MB",
    "GB",
    "KB",
    "bytes",
];

/// Words by their first characters.
type Words = FxHashMap<char, Vec<(&'static str, Hint)>>;

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (list, hint) in [(CREDIT, Hint::Credit), (PERSON, Hint::Person), (OTHER, Hint::Other)] {
        for word in list {
            words.entry(word.chars().next().unwrap_or_default()).or_default().push((word, hint));
        }
    }
    words
});

/// A word in a text, from and to its bytes.
struct Word {
    start: usize,
    end: usize,
    hint: Hint,
}

/// What the words before the number at `at` say: the last of them counts, and one that says what else it is only near to the
/// number. Words before one of `ends` do not count. Where two touch each other (身份证编号), one of a person goes before.
pub(super) fn before(text: &str, at: usize, ends: &[char]) -> Hint {
    let head = &text[..at];
    let start =
        head.char_indices().rev().take(BEFORE).take_while(|(_, c)| !ends.contains(c)).last().map_or(at, |(at, _)| at);
    let line = head[start..].to_ascii_lowercase();
    let mut last: Option<Word> = None;
    for word in words(&line) {
        let touches = last.as_ref().is_some_and(|last| {
            last.hint != Hint::Other && (word.start <= last.end || line[last.end..word.start].trim().is_empty())
        });
        if !(touches && word.hint == Hint::Other) {
            last = Some(word);
        } else if let Some(last) = &mut last {
            last.end = last.end.max(word.end);
        }
    }
    let Some(word) = last else { return Hint::None };
    let between = &line[word.end..];
    let is_far = between.chars().count() > NEAR || between.contains(['，', '。', '；', '、', ',', ';', '|', '\t']);
    if word.hint == Hint::Person || !is_far { word.hint } else { Hint::None }
}

/// What the words after the number that ends at `at` say.
pub(super) fn after(text: &str, at: usize) -> Hint {
    let rest = text[at..].trim_start_matches([' ', '\u{a0}', '*', '_', '\u{3000}', '余', '多']);
    let is_unit = |unit: &&&str| rest.starts_with(**unit);
    if let Some(unit) = UNITS.iter().find(is_unit) {
        // 13800138000号码, 13800138000人事科
        let goes_on = rest[unit.len()..].starts_with(['码', '事', '员', '社', '力', '才', '主', '家']);
        let is_word = unit.is_ascii() && rest[unit.len()..].starts_with(|c: char| c.is_ascii_alphanumeric());
        if !goes_on && !is_word {
            return Hint::Other;
        }
    }
    let end = rest.char_indices().take_while(|(_, c)| *c != '\n').nth(AFTER).map_or(rest.len(), |(at, _)| at);
    let near = rest[..end].split('\n').next().unwrap_or_default().to_ascii_lowercase();
    // Only in brackets: otherwise it is the word of the next number.
    let in_brackets = near.starts_with(['(', '（', '[', '【', '/', '／']);
    let is_person = || words(&near).any(|word| word.hint == Hint::Person);
    if in_brackets && is_person() { Hint::Person } else { Hint::None }
}

/// True for a word of a person that is written in letters, such as `tel`.
pub(super) fn is_person(letters: &str) -> bool {
    let letters = letters.to_ascii_lowercase();
    PERSON.contains(&letters.as_str())
        || ["tel", "phone", "mobile", "idcard"].iter().any(|word| letters.ends_with(word))
}

/// The words in a line, from the left. One in letters is a whole word.
fn words(line: &str) -> impl Iterator<Item = Word> {
    line.char_indices().filter_map(|(start, first)| {
        let known = WORDS.get(&first)?;
        let is_here = |(word, _): &&(&str, Hint)| {
            line[start..].starts_with(word)
                && !(word.is_ascii() && first.is_ascii_alphabetic() && {
                    let is_letter = |c: char| c.is_ascii_alphabetic();
                    line[..start].ends_with(is_letter) || line[start + word.len()..].starts_with(is_letter)
                })
        };
        let (word, hint) = known.iter().filter(is_here).max_by_key(|(word, _)| word.len())?;
        Some(Word { start, end: start + word.len(), hint: *hint })
    })
}
