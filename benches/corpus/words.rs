//! Parts of sentences, and the dice that choose among them.

/// Ids and names of the fields.
pub const FIELDS: [(&str, &str); 10] = [
    ("chuangye", "返乡创业"),
    ("zufang", "青年租房"),
    ("yanglao", "社区养老"),
    ("tuoyu", "普惠托育"),
    ("peixun", "技能培训"),
    ("nongji", "农机购置"),
    ("shuili", "小型水利"),
    ("wenti", "文体场馆"),
    ("chuxing", "绿色出行"),
    ("keji", "科技服务"),
];

pub const PLACES: &[&str] = &["云泽市", "青岚县", "望川区", "竹溪镇", "临汀区", "白鹭湾新区", "松石县", "晴岭区"];

pub const OFFICES: &[&str] = &[
    "云泽市便民服务局",
    "青岚县民生事务局",
    "望川区创业服务中心",
    "临汀区公共资金管理办公室",
    "白鹭湾新区综合服务局",
    "松石县乡村发展局",
];

pub const THINGS: &[&str] = &[
    "安家补助",
    "首次开店补贴",
    "日间照料费用减免",
    "托位运营补助",
    "考证费用返还",
    "农机购置贴息",
    "渠道管护补助",
    "场馆免费开放券",
    "换乘优惠",
    "样机试制补助",
    "见习津贴",
    "房租减半",
];

pub const WHO: &[&str] = &[
    "在本地居住满半年的居民",
    "首次开办企业的青年",
    "带动三户以上村民增收的合作社",
    "承担照料责任的家庭成员",
    "完成规定课程的学员",
    "与学员签订合同的单位",
    "社区服务站和村级代办点",
    "年满六十五周岁的老年人",
    "持有效证件的残疾人",
    "租住保障性住房的新市民",
    "小型工坊和个体经营者",
    "受理窗口的工作人员",
];

pub const WHEN: &[&str] = &[
    "材料齐全的",
    "自本文件施行之日起",
    "同一事项已经享受过补助的",
    "连续参加满六个月的",
    "当年预算尚有余额的",
    "遇到节假日的",
    "本人不能到场的",
    "跨县区办理的",
    "收入情况发生变化的",
    "经抽查核实无误的",
    "由两个以上部门共同负责的",
    "尚在公示期内的",
];

pub const DOES: &[&str] = &[
    "可以在任一服务窗口提出申请，不受户籍所在地限制",
    "应当在十个工作日内作出答复并说明理由",
    "按照先受理后核查的办法先行兑现一半",
    "不必重复提交已经能够在线核验的证明",
    "由经办人员上门登记，并当场出具回执",
    "可以选择一次性领取，也可以选择按季度领取",
    "应当如实填写申请表，并对所填内容负责",
    "可以委托一名亲属或者社区工作人员代为办理",
    "在社区公告栏和网站同时公示七日后发放",
    "应当退还多领的部分，情节轻微的不予处罚",
    "按照实际支出的六成给予补助，但不超过规定上限",
    "需要在到期前三十日内办理续期手续",
];

const AIMS: &[&str] = &[
    "让群众少跑一次路",
    "把有限的资金用在最需要的人身上",
    "方便外出务工人员就近办理",
    "减轻小型经营者的负担",
    "防止重复申领和冒名申领",
    "使每一笔支出都有据可查",
    "帮助年轻人在本地安心就业",
    "照顾行动不便的老年人",
    "鼓励合作社吸纳附近的村民",
    "缩短从申请到发放的时间",
];

const BASES: &[&str] = &[
    "云泽市便民服务规定（虚构）",
    "青岚县专项资金管理办法（虚构）",
    "望川区公共服务目录（虚构）",
    "白鹭湾新区创业扶持条例（虚构）",
    "松石县乡村建设导则（虚构）",
];

const UNITS: &[&str] = &["元/人", "元/月", "元/户", "元/台", "元/年"];

/// A pseudo-random sequence that only its name and number decide (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(name: &str, number: usize) -> Self {
        let start = name
            .bytes()
            .fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
        Self(start ^ (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn of(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }

    /// A sum of money with its unit.
    pub fn sum(&mut self) -> String {
        format!("{}{}", (1 + self.below(90)) * 50, self.of(UNITS))
    }
}

pub fn sentence(dice: &mut Dice) -> String {
    let (who, does, when) = (dice.of(WHO), dice.of(DOES), dice.of(WHEN));
    match dice.below(5) {
        0 => format!("{when}，{who}{does}。"),
        1 => format!("为了{}，{who}{does}，并{}。", dice.of(AIMS), dice.of(AIMS)),
        2 => format!("根据《{}》，{when}，{who}{does}。", dice.of(BASES)),
        3 => format!("{}的标准为{}，{who}{does}；{when}，{}。", dice.of(THINGS), dice.sum(), dice.of(DOES)),
        _ => format!("{who}{does}，{when}由{}另行安排，以便{}。", dice.of(OFFICES), dice.of(AIMS)),
    }
}

pub fn paragraph(dice: &mut Dice, sentences: usize) -> String {
    (0..sentences).map(|_| sentence(dice)).collect()
}
