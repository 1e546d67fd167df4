package io.failoverd.daemon.config.yaml;

import io.failoverd.daemon.config.yaml.Problem.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the problems of one load. Owned by that load, on its thread. */
public final class Report {
    /** Nobody reads more; a file that is wrong throughout must not fill a terminal or the memory. */
    public static final int MAX_PROBLEMS = 1000;

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::place, Comparator.nullsFirst(Comparator.naturalOrder()));

    private final String file;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    public Report(String file) {
        this.file = file;
    }

    public void error(@Nullable Place place, String key, String text, @Nullable String fix) {
        add(errors, new Problem(Severity.ERROR, file, place, key, text, fix));
    }

    public void warning(@Nullable Place place, String key, String text, @Nullable String fix) {
        add(warnings, new Problem(Severity.WARNING, file, place, key, text, fix));
    }

    /** Takes over what another reader found, which may be about another file. */
    public void add(Problem problem) {
        add(problem.severity() == Severity.ERROR ? errors : warnings, problem);
    }

    Problem problem(Severity severity, Place place, String key, String text, @Nullable String fix) {
        return new Problem(severity, file, place, key, text, fix);
    }

    public boolean hasErrors() {
        return !errors.isEmpty();
    }

    /** In the order of the file. */
    public List<Problem> errors() {
        return errors.stream().sorted(BY_PLACE).toList();
    }

    /** In the order of the file. */
    public List<Problem> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }

    private void add(List<Problem> list, Problem problem) {
        if (list.size() < MAX_PROBLEMS) {
            list.add(problem);
        }
    }
}
