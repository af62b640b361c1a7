/**
 * The closed lists of built-in functions, shared by the planner (names, signatures) and the runtime (kernels). A test in {@code session} holds that
 * both sides know each constant.
 */
package io.blink.core.function;
