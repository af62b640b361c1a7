/**
 * The master's one thread and its way to everything that blocks. All state of a master is read and changed in turns of its {@code ActorLoop}; whatever blocks
 * runs elsewhere and answers by a turn. Time, randomness and threads come from here, so that a simulator can stand in for them.
 */
package io.blink.scheduler.actor;
