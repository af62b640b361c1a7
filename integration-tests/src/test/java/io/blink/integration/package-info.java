/**
 * Tests of the whole system: against one shared cluster of real servers ({@code cluster}), and of the borders between modules
 * ({@code borders}). Failsafe runs all {@code *IT} in one process, one after the other.
 */
package io.blink.integration;
