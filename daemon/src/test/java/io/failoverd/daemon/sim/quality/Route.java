package io.failoverd.daemon.sim.quality;

import java.util.SplittableRandom;

/** The way of one client to one gateway, packet by packet: each is lost by itself with the loss of its moment. */
final class Route {
    /** A user is nobody's vantage: only the loss near the gateway concerns it. */
    static final int USERS = -1;

    private final Scene scene;
    private final int place;
    private final int endpoint;
    private final long roundTrip;
    private final SplittableRandom chance;
    private int nextDrop;

    Route(Scene scene, int place, int endpoint, long roundTrip, SplittableRandom chance) {
        this.scene = scene;
        this.place = place;
        this.endpoint = endpoint;
        this.roundTrip = roundTrip;
        this.chance = chance;
    }

    long roundTrip() {
        return roundTrip;
    }

    SplittableRandom chance() {
        return chance;
    }

    SimGateway.Phase gateway(long nanos) {
        return scene.gateways[endpoint].at(nanos);
    }

    /** Whether a packet that is sent at {@code nanos} arrives. */
    boolean arrives(long nanos) {
        if (place == 0 && nextDrop < scene.drops.size() && nanos >= scene.drops.get(nextDrop)) {
            nextDrop++;
            return false;
        }
        double loss = place == USERS ? scene.gatewayLoss[endpoint].at(nanos) : scene.loss(place, endpoint, nanos);
        return loss <= 0 || chance.nextDouble() >= loss;
    }
}
