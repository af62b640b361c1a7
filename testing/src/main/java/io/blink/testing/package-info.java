/**
 * What Blink's tests and its quickstart stand on: servers as separate processes ({@code process}, {@code cluster}) and SQL scripts as
 * tests ({@code script}). Test code, the quickstart and the benchmarks call it, each from its own thread; nothing here reaches production.
 */
package io.blink.testing;
