# What the scripts of bench/ begin with and have in common. Sourced, with `root` set to the top of the tree.
# shellcheck disable=SC2034,SC2154 # what is set here is read by those who source this, and they set `root`

# shellcheck source=daemon/src/main/dist/bin/find-java.bash
. "$root/daemon/src/main/dist/bin/find-java.bash"

# need_java TOOL: JAVA_FOUND, a Java that is new enough and has the tool: java to run, javac to build.
need_java() {
  local what=Java
  if [ "$1" = javac ]; then what="a JDK"; fi
  find_java "$1" || no_java "$what"
}

# need_package: `package`, the unpacked one that is measured: FAILOVERD_PACKAGE, else the tree's own, built anew where
# sources have changed.
need_package() {
  package=${FAILOVERD_PACKAGE:-}
  if [ -z "$package" ]; then
    "$root/failoverd" --version >&2
    package=$(find "$root/daemon/target" -maxdepth 2 -name .built -printf '%T@ %h\n' | sort -n | tail -n 1 | cut -d' ' -f2-)
  fi
}

# need_python NAME
need_python() {
  if ! command -v python3 >/dev/null; then
    echo "bench/$1 needs python3: apt-get install python3" >&2
    exit 2
  fi
}

# commit: what is measured; FAILOVERD_COMMIT says it for a package from elsewhere.
commit() {
  echo "${FAILOVERD_COMMIT:-$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)}"
}

# scratch NAME: `folder`, which goes when the script ends, and with it what `attended` started, whatever ends it.
scratch() {
  folder=$(mktemp -d "${TMPDIR:-/tmp}/failoverd-$1-XXXXXX")
  child=""
  trap 'if [ -n "$child" ]; then kill "$child" 2>/dev/null; wait "$child" || true; fi; rm -rf "$folder"' EXIT
  trap 'exit 130' INT TERM HUP
}

# attended COMMAND...: runs it in the background, so that a signal to this shell reaches it at once (Ctrl-C on the terminal
# it gets by itself), and returns its status.
attended() {
  local status=0
  "$@" &
  child=$!
  wait "$child" || status=$?
  child=""
  return "$status"
}

# compiled SOURCES CLASS: a class that lives with the tests, which the package does not carry, and what it needs of them,
# to $folder/classes.
compiled() {
  "$JAVA_FOUND/bin/javac" -nowarn -proc:none -implicit:class -d "$folder/classes" -cp "$package/lib/*" \
    -sourcepath "$root/$1" "$root/$1/${2//.//}.java"
}

# with_tests SOURCES CLASS ARGUMENT...: runs such a class, a benchmark that shares its generators with the tests. A folder
# for its files comes as --folder.
with_tests() {
  local sources=$1 class=$2
  shift 2
  scratch bench
  compiled "$sources" "$class"
  JAVA_HOME=$JAVA_FOUND attended "$JAVA_FOUND/bin/java" -Xmx256m --enable-native-access=ALL-UNNAMED \
    -cp "$folder/classes:$package/lib/*" "$class" --folder "$folder" --commit "$(commit)" "$@"
}

# measured_or_table NAME CLASS SCRIPT ARGUMENT...: with --table the tables that the class makes of what is in bench/results;
# else runs the script, which prints the path of its result (or its --help), and then its tables.
measured_or_table() {
  local name=$1 class=$2 script=$3 status=0 result
  shift 3
  scratch "$name"
  # The tables are made by a class that lives with the tests, since one of them holds the page against the result.
  compiled daemon/src/test/java "$class"
  tables() {
    "$JAVA_FOUND/bin/java" -XX:TieredStopAtLevel=1 -cp "$folder/classes:$package/lib/*" "$class" "$@"
  }
  if [ "${1:-}" = --table ]; then
    shift
    tables "$root/bench/results" "$@"
    exit
  fi
  need_python "$name"
  cd "$root" || exit
  JAVA_HOME=$JAVA_FOUND PYTHONPATH=bench/shared attended python3 -B "$script" --package "$package" \
    --commit "$(commit)" --folder "$folder" "$@" >"$folder/result" || status=$?
  result=$(cat "$folder/result")
  if [ -f "$result" ]; then
    tables "$result"
  elif [ -n "$result" ]; then
    echo "$result" # --help
  fi
  exit "$status"
}
