/**
 * What one job master knows about its running job: vertices, regions, units of restart, tasks and their attempts. Plain state, read and changed in turns of the
 * master's loop by the packages beside this one; the rules live there.
 */
package io.blink.scheduler.execution;
