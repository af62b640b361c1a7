package io.blink.benchmarks.recovery;

import java.time.Duration;

/**
 * One recovery; times since the kill.
 *
 * @param decided the master had given the tasks up and counted a restart
 * @param running all tasks ran again, with their state
 * @param firstRow the restarted aggregation had emitted a row
 */
record Recovery(Duration decided, Duration running, Duration firstRow) {}
