package io.failoverd.dns.answer;

import java.util.List;
import java.util.Optional;

/** Says in sentences why a service answers what it answers. Called by server threads: it is fast and shares well. */
@FunctionalInterface
public interface Explanations {
    /** Nothing is explained. */
    Explanations NONE = service -> Optional.empty();

    /**
     * The sentences for a service.
     *
     * @param service its name in lower case, without a trailing dot
     * @return empty where the service is not explained over DNS; then there is no such name
     */
    Optional<List<String>> of(String service);
}
