/**
 * What happens when processes die or pause while jobs run on the shared cluster. Faults are real signals to real containers; whether a result is right is decided against what
 * the source's definition gives, and whether work was repeated by the attempts that the master reports.
 */
package io.blink.integration.faults;
