package io.failoverd.daemon.core.pool;

/**
 * How the vantages stand on an endpoint.
 *
 * @param corroborated whether at least two say what is agreed, which waives the removal spacing
 * @param shared whether DOWN is agreed and a vantage that is not ours says so, too: then it is not our own network
 * @param lost whether they have not agreed for so long that somebody must hear of it
 * @param text who says what since when; true until the next event
 */
public record Vote(boolean corroborated, boolean shared, boolean lost, String text) {}
