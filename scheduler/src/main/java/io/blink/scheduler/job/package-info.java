/**
 * One job: the {@code JobMaster} holds its state and takes every event in turns of the master's loop; failures, commits and status are beside it, regions, splits and
 * checkpoints in packages of their own. A job ends once, and what it ended as is stored before anyone is told.
 */
package io.blink.scheduler.job;
