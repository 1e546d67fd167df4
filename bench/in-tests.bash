# Runs a benchmark that lives with the tests, whose generators it shares; the package does not carry them. Sourced, with
# `root` set. A folder for its files comes as --folder, and goes with it, as does whatever it started.

package=${FAILOVERD_PACKAGE:-}
if [ -z "$package" ]; then
  "$root/failoverd" --version >&2
  package=$(find "$root/daemon/target" -maxdepth 2 -name .built -printf '%T@ %h\n' | sort -n | tail -n 1 | cut -d' ' -f2-)
fi
# shellcheck source=daemon/src/main/dist/bin/find-java.bash
. "$root/daemon/src/main/dist/bin/find-java.bash"
find_java javac || no_java "a JDK"

# in_tests SOURCES CLASS ARGUMENT...: compiles the class and what it needs, and runs it with the package's libraries.
in_tests() {
  local sources=$root/$1 class=$2 status=0 commit
  shift 2
  work=$(mktemp -d "${TMPDIR:-/tmp}/failoverd-bench-XXXXXX")
  child=""
  trap 'if [ -n "$child" ]; then kill "$child" 2>/dev/null; wait "$child" || true; fi; rm -rf "$work"' EXIT
  trap 'exit 130' INT TERM HUP
  "$JAVA_FOUND/bin/javac" -nowarn -proc:none -implicit:class -d "$work/classes" -cp "$package/lib/*" \
    -sourcepath "$sources" "$sources/${class//.//}.java"
  commit=${FAILOVERD_COMMIT:-$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)}
  JAVA_HOME=$JAVA_FOUND "$JAVA_FOUND/bin/java" -Xmx256m --enable-native-access=ALL-UNNAMED -cp "$work/classes:$package/lib/*" \
    "$class" --folder "$work" --commit "$commit" "$@" &
  child=$!
  wait "$child" || status=$?
  child=""
  return "$status"
}
