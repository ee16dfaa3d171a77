package org.nowserving.protocol.text;

import org.nowserving.protocol.Command;
import org.nowserving.protocol.Reply;

/**
 * What a line turned out to be: a command of that family, or the refusal that answers it. Pure.
 *
 * @param <C> what the device that spoke may say
 */
public sealed interface Parsed<C extends Command> {

  /** The line is a command. Whether it can be done is not the parser's question. */
  record Understood<C extends Command>(C command) implements Parsed<C> {}

  /** The line is no command of this device, and this is the answer to it. */
  record Refusal<C extends Command>(Reply.Refused refused) implements Parsed<C> {}
}
