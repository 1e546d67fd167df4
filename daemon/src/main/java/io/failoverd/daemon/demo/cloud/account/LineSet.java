package io.failoverd.daemon.demo.cloud.account;

/** The records that answer one question of one group of clients; what weights count within. */
public record LineSet(String rr, String type, String line) {}
