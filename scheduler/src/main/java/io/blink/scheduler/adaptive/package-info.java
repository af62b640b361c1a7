/**
 * What is decided about the stages of a batch when others have ended, from what these wrote: whether a join's build side goes to every task, which of its sides is built, what need not run at all.
 * {@link io.blink.scheduler.adaptive.StageDecisions} takes the decisions in turns of the master's loop, before anything is started; each changes only stages that have not begun.
 *
 * <p>What must stay true: a decision is a value that turns one plan into the next ({@link io.blink.scheduler.adaptive.AdaptedPlan}), and it is never taken back, whatever runs again later. All that
 * were taken stand in each record of a finished region, so that a later master comes to the plan under which that region ran; a decision that no finished region depends on may be taken anew.
 */
package io.blink.scheduler.adaptive;
