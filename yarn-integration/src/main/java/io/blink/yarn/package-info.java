/**
 * Blink on YARN. {@code deployment} runs in the client and starts, finds and ends applications; {@code master} is the ApplicationMaster's process;
 * {@code container} gets containers for it and starts workers in them.
 */
package io.blink.yarn;
