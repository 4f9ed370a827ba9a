# What a program for another system is tried with; scripts read it (`.`). They define `mingce`, which runs the program with
# arguments, and $work, a folder of their own.

tests=0
name='before the first test'
# it NAME: what comes next has to hold.
it() {
    name=$1
    tests=$((tests + 1))
    echo "-- $name"
}

# run CODE ARGUMENT...: runs Mingce, which has to end with that code. What it says is in $out and $err.
out=$work/out
err=$work/err
run() {
    local expected=$1 code=0
    shift
    mingce "$@" >"$out" 2>"$err" </dev/null || code=$?
    [ "$code" -eq "$expected" ] || fail "mingce $* ended with $code instead of $expected"
}

fail() {
    echo "$name: $1" >&2
    cat "$out" "$err" >&2
    exit 1
}

# says FILE WORDS: these words, as they stand here.
says() { grep -qF -e "$2" "$1" || fail "not said: $2"; }

is_same() { diff -r "$1" "$2" >&2 || fail "$1 and $2 differ"; }

# until_true COMMAND...: within half a minute.
until_true() {
    local tries=0
    until "$@"; do
        tries=$((tries + 1))
        [ "$tries" -lt 150 ] || fail "never: $*"
        sleep 0.2
    done
}

# is_expected FOLDER: the pages of the small site, byte for byte; those that speak of print-outs are left out.
is_expected() {
    local page compared=0
    while read -r page; do
        sed 's/></>\n</g' "$1/$page" | diff - "tests/sites/small/expected/$page" >&2 || fail "$page differs"
        compared=$((compared + 1))
    done < <(cd tests/sites/small/expected && find . -name '*.html' -exec grep -L '\.pdf' {} +)
    [ "$compared" -gt 20 ] || fail "only $compared pages"
}

# shows ADDRESS WORDS: the page at the address has these words.
shows() { curl -s --max-time 5 "$1" | grep -qF "$2"; }
