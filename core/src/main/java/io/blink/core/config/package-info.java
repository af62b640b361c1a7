/** Settings: typed options over immutable text maps. Read on any thread. */
package io.blink.core.config;
