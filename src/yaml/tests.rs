use super::reader::FEW;
use super::*;

fn read(text: &str) -> Tree<'_> {
    Tree::read(text, 0..text.len())
}

/// What a node is, as one line: `{a=[1 2] b=*2}`.
fn shown(tree: &Tree<'_>, id: NodeId) -> String {
    match &tree.node(id).value {
        Value::Scalar { text, plain } => {
            if *plain {
                text.to_string()
            } else {
                format!("'{text}'")
            }
        }
        Value::List(items) => {
            format!("[{}]", items.iter().map(|id| shown(tree, *id)).collect::<Vec<_>>().join(" "))
        }
        Value::Map(entries) => {
            let entry = |(key, value): &(NodeId, NodeId)| format!("{}={}", shown(tree, *key), shown(tree, *value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(" "))
        }
        Value::Repeated(of) => format!("*{}", shown(tree, *of)),
    }
}

#[test]
fn a_text_is_its_nodes() {
    for (text, nodes) in [
        ("a: 1\nb:\n  - x\n  - { c: 'y' }\nd:\n", "{a=1 b=[x {c='y'}] d=}"),
        ("- &n 甲\n- *n\n- &m [*n]\n- *m\n", "[甲 *甲 [*甲] *[*甲]]"),
        ("a: !!str 1\nb: ! 2\nc: !!binary AQ==\nd: !!int 3\n", "{a='1' b='2' c='AQ==' d=3}"),
        ("---\na: |\n  一\n  二\n", "{a='一\n二\n'}"),
        ("a: ~\nb: ''\n", "{a=~ b=''}"),
    ] {
        let tree = read(text);
        assert!(tree.stop.is_none() && tree.mistakes.is_empty(), "{text} {tree:?}");
        assert_eq!(shown(&tree, tree.root.unwrap()), nodes, "{text}");
    }
    assert!(read("").root.is_none() && read("# a\n").root.is_none());
}

#[test]
fn a_place_is_what_is_seen_on_the_first_line() {
    let text = "x: 0\nlist:\n- a: 一 二 # c\n  b: [1,\n    2]\n- { c: 3 }   \nlast: \"甲\"\n";
    let tree = read(text);
    let part = |id: NodeId| &text[tree.node(id).range.clone()];
    let root = tree.root.unwrap();
    let list = tree.get(root, "list").unwrap();
    let Value::List(items) = tree.value(list) else { panic!() };
    assert_eq!((part(root), part(list)), ("x: 0", "- a: 一 二 # c"));
    assert_eq!((part(items[0]), part(items[1])), ("a: 一 二 # c", "{ c: 3 }"));
    assert_eq!(part(tree.get(items[0], "a").unwrap()), "一 二");
    assert_eq!(part(tree.get(items[0], "b").unwrap()), "[1,");
    assert_eq!(&text[..tree.end(items[0])], &text[..text.find("2]").unwrap() + 1]);
    assert_eq!(part(tree.get(root, "last").unwrap()), "\"甲\"");
    let (key, value) = tree.entry(tree.get(root, "last").unwrap()).unwrap();
    assert_eq!((part(key), tree.entry(key)), ("last", Some((key, value))));
    assert_eq!(tree.entry(items[0]), None);
}

#[test]
fn a_key_that_stands_twice_is_a_mistake_in_small_and_large_mappings() {
    for keys in [2, FEW - 1, FEW, FEW + 1, 3 * FEW] {
        let mut text: String = (0..keys).map(|key| format!("k{key}: 1\n")).collect();
        text.push_str("k0: 2\nk1: 3\n");
        let tree = read(&text);
        let twice = tree.mistakes.iter().map(|mistake| match mistake {
            Mistake::Twice { key, value } => (tree.text(*key).unwrap(), tree.text(*value).unwrap()),
            Mistake::Control { .. } => panic!(),
        });
        assert_eq!(twice.collect::<Vec<_>>(), [("k0", "2"), ("k1", "3")], "{keys}");
    }
    assert!(read("- a: 1\n- a: 2\n").mistakes.is_empty());
}

#[test]
fn a_text_is_read_as_far_as_it_is_yaml() {
    for (text, nodes) in [
        ("a: 1\nb: [2, 3\n", "{a=1 b=[2]}"),
        ("- a: 1\n- b: \"2\n", "[{a=1} {}]"),
        ("a: 1\n...\nb: 2\n", "{a=1}"),
        ("a: &n { b: *n }\n", "{a={}}"),
        ("a: !甲 b\n", "{}"),
        ("a: !!map b\n", "{}"),
        ("a: !!seq { b: 1 }\n", "{}"),
    ] {
        let tree = read(text);
        assert!(tree.stop.is_some(), "{text}");
        assert_eq!(shown(&tree, tree.root.unwrap()), nodes, "{text}");
    }
    let is_circle = |text| matches!(read(text).stop, Some(Stop::Circle(_)));
    assert!(is_circle("a: &n [*n]\n") && is_circle("&n a: { b: [*n] }\n") == is_circle("&n a: 1\nb: *n\n"));
}

#[test]
fn what_is_repeated_counts_for_the_limits() {
    let deep = format!("a: &n {}1{}\nb: {}*n{}\n", "[".repeat(20), "]".repeat(20), "[".repeat(5), "]".repeat(5));
    let beyond = |text: &str| match read(text).stop {
        Some(Stop::Beyond(_, limit)) => Some(limit),
        _ => None,
    };
    assert_eq!(beyond(&deep), Some(Limit::Deep));
    let fits = format!("a: &n {}1{}\nb: [*n]\n", "[".repeat(20), "]".repeat(20));
    assert_eq!(beyond(&fits), None);
    let levels = |count: usize| format!("a: {}1{}\n", "[".repeat(count), "]".repeat(count));
    assert_eq!((beyond(&levels(MAX_DEPTH - 1)), beyond(&levels(MAX_DEPTH))), (None, Some(Limit::Deep)));
}
