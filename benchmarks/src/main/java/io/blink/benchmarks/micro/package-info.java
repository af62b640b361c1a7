/** {@code bin/bench jmh}: runs the JMH benchmarks that stand beside the tests of other modules, each in processes of its own, and makes a table of what they say. One thread. */
package io.blink.benchmarks.micro;
