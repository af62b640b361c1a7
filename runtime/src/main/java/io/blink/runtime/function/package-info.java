/**
 * Functions of users at work: their instances in a task, and values between columns and Java. Used by expressions and aggregates on their task's thread; jars are fetched and classes loaded when the
 * task is built, on an I/O thread. What a function throws becomes a USER error that names it ({@link io.blink.core.function.user.FunctionErrors}).
 */
package io.blink.runtime.function;
