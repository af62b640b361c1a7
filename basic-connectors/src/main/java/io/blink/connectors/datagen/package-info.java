/**
 * The {@code datagen} connector: every value of every row is a function of seed, column and row number, and every row belongs to one split, so that rows can be
 * made again after a failure and checked from outside. Readers do not block.
 */
package io.blink.connectors.datagen;
