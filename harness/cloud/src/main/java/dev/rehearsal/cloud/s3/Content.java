package dev.rehearsal.cloud.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The bytes of an object: in memory where they are few, else in a file. */
sealed interface Content {

  long length();

  /** A stream of {@code count} bytes from {@code from} on; the receiver closes it. */
  InputStream open(long from, long count) throws IOException;

  /** Frees what holds the bytes. Streams opened before may break. */
  void discard() throws IOException;

  /** Bytes in memory. */
  record InMemory(byte[] bytes) implements Content {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public InputStream open(long from, long count) {
      return new ByteArrayInputStream(bytes, Math.toIntExact(from), Math.toIntExact(count));
    }

    @Override
    public void discard() {}
  }

  /** Bytes in a file of this stage. */
  record InFile(Path file, long length) implements Content {
    @Override
    public InputStream open(long from, long count) throws IOException {
      FileChannel channel = FileChannel.open(file);
      channel.position(from);
      return new Limited(Channels.newInputStream(channel), count);
    }

    @Override
    public void discard() throws IOException {
      Files.deleteIfExists(file);
    }
  }

  /** The parts of a multipart upload, one after the other. */
  record Joined(List<Content> parts) implements Content {
    @Override
    public long length() {
      return parts.stream().mapToLong(Content::length).sum();
    }

    @Override
    public InputStream open(long from, long count) throws IOException {
      List<InputStream> streams = new ArrayList<>();
      long start = 0;
      long left = count;
      for (Content part : parts) {
        long skip = Math.max(0, from - start);
        if (left > 0 && skip < part.length()) {
          long take = Math.min(left, part.length() - skip);
          streams.add(part.open(skip, take));
          left -= take;
        }
        start += part.length();
      }
      return new SequenceInputStream(Collections.enumeration(streams));
    }

    @Override
    public void discard() throws IOException {
      for (Content part : parts) {
        part.discard();
      }
    }
  }
}
