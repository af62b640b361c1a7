/**
 * The contract of operators and the simple ones. Operators are called by their task's driver, on one thread at a time, never block and account what they
 * hold. Stateful families have packages below: {@code operator.aggregate}, {@code operator.join}, {@code operator.sort}, {@code operator.window},
 * {@code operator.scan}, {@code operator.write}.
 */
package io.blink.runtime.operator;
