# Finds a Java of at least FAILOVERD_JAVA. Sourced by the launcher of the tarball and by the one of the source tree,
# so that both look in the same places. Starts no JVM where a `release` file says the version.

FAILOVERD_JAVA=25

# java_major HOME: prints the major version of the Java in that directory, nothing where it cannot tell.
java_major() {
  local line version=""
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in JAVA_VERSION=*) version=${line#JAVA_VERSION=} ;; esac
    done <"$1/release"
  elif [ -x "$1/bin/java" ]; then
    # Some distributions ship no release file.
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version \("[^"]*"\).*/\1/p' | head -n 1)
  fi
  version=${version//\"/}
  version=${version#1.} # 1.8.0 is Java 8
  version=${version%%[!0-9]*}
  printf '%s' "$version"
}

# shellcheck disable=SC2034 # read by those who source this
# find_java TOOL: sets JAVA_FOUND to the home of a Java that is new enough and has bin/TOOL (java to run, javac to
# build). Order: JAVA_HOME, `java` on the PATH, then the newest of the usual places. Where there is none it sets
# JAVA_SEEN to what was found instead and returns 1.
find_java() {
  local tool=$1 home major best="" best_major=0 on_path
  JAVA_FOUND="" JAVA_SEEN=""

  if [ -n "${JAVA_HOME:-}" ]; then
    major=$(java_major "$JAVA_HOME")
    if [ "${major:-0}" -ge "$FAILOVERD_JAVA" ] && [ -x "$JAVA_HOME/bin/$tool" ]; then
      JAVA_FOUND=$JAVA_HOME
      return 0
    fi
    JAVA_SEEN="Java ${major:-of an unknown version} in JAVA_HOME=$JAVA_HOME"
  fi

  if on_path=$(command -v java) && on_path=$(readlink -f "$on_path"); then
    home=${on_path%/bin/java}
    major=$(java_major "$home")
    if [ "${major:-0}" -ge "$FAILOVERD_JAVA" ] && [ -x "$home/bin/$tool" ]; then
      JAVA_FOUND=$home
      return 0
    fi
    [ -n "$JAVA_SEEN" ] || JAVA_SEEN="Java ${major:-of an unknown version} in $home"
  fi

  # FAILOVERD_JVM_DIR replaces the first of the places; tests point it at an empty directory.
  for home in "${FAILOVERD_JVM_DIR:-/usr/lib/jvm}"/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* "${HOME:-/nonexistent}"/.m2/jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -x "$home/bin/$tool" ] || continue
    major=$(java_major "$home")
    if [ "${major:-0}" -ge "$FAILOVERD_JAVA" ] && [ "$major" -gt "$best_major" ]; then
      best=$home best_major=$major
    fi
  done
  [ -n "$best" ] || return 1
  JAVA_FOUND=$best
}

# no_java WHAT: says in one line what is missing and how to get it, and ends the launcher.
no_java() {
  echo "failoverd: needs $1 $FAILOVERD_JAVA or newer${JAVA_SEEN:+, found $JAVA_SEEN}: install one, for example with" \
    "'apt-get install temurin-$FAILOVERD_JAVA-jdk' or 'apt-get install openjdk-$FAILOVERD_JAVA-jdk-headless', or set JAVA_HOME." >&2
  exit 2
}
