package io.blink.scheduler.simulation;

/** Something happened that must never happen. An error, so that nothing on the way takes it for a failure to retry. */
final class SimulationViolation extends Error {
    private static final long serialVersionUID = 1L;

    SimulationViolation(String message) {
        super(message);
    }

    SimulationViolation(String message, Throwable cause) {
        super(message, cause);
    }
}
