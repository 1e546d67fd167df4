package io.failoverd.probes.model;

/** Names a target: one check applied to one endpoint of one service. Stable over reloads and restarts. */
public record TargetId(String service, String endpoint, String check) {
    @Override
    public String toString() {
        return service + "/" + endpoint + "/" + check;
    }
}
