/** Messages between the job master and its workers, generated from {@code blink/control.proto}, and how they travel. */
package io.blink.runtime.control;
