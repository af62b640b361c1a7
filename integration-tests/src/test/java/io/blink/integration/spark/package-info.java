/** Files that pass between Blink and Spark, which runs in a process of its own. */
package io.blink.integration.spark;
