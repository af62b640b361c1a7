package io.blink.scheduler.simulation;

import io.blink.scheduler.cluster.Dispatcher;

/** A master process of one term. */
record SimulatedMaster(int term, SimulatedProcess process, Dispatcher dispatcher) {}
