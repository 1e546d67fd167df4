package io.failoverd.daemon.demo.cloud;

import io.failoverd.daemon.demo.cloud.faults.Fault;
import java.time.Instant;

/**
 * A request that reached the API.
 *
 * @param action as it was asked, even where nothing of that name exists
 * @param code the error's code; empty when all was well
 * @param fault what it met
 */
public record Hit(Instant at, String action, String caller, String nonce, String requestId, String code, Fault fault) {}
