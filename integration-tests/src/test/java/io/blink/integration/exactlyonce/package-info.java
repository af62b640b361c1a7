/** That the proof of exactly-once and the source it speaks of agree about the source's rows. */
package io.blink.integration.exactlyonce;
