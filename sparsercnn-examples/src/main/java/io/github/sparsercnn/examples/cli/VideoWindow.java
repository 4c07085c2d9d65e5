package io.github.sparsercnn.examples.cli;

import io.github.sparsercnn.SparseRcnnException;
import java.awt.GraphicsEnvironment;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.lang.reflect.InvocationTargetException;
import javax.swing.ImageIcon;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/** A window that shows one picture after another. Used by one thread. */
final class VideoWindow implements AutoCloseable {
  private final JFrame window;
  private final JLabel screen = new JLabel();
  private volatile boolean open = true;

  private VideoWindow(String title) {
    window = new JFrame(title);
    window.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    window.add(screen);
    window.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosed(WindowEvent event) {
            open = false;
          }
        });
  }

  /**
   * Makes a window; it appears with the first picture.
   *
   * @throws SparseRcnnException if there is no screen
   */
  static VideoWindow open(String title) {
    requireScreen();
    return new VideoWindow(title);
  }

  /**
   * Makes sure that there is a screen.
   *
   * @throws SparseRcnnException if there is none
   */
  static void requireScreen() {
    if (GraphicsEnvironment.isHeadless()) {
      throw new SparseRcnnException(
          "there is no screen to show the camera on; record a video elsewhere and use --video-input");
    }
  }

  /** Whether nobody has closed it yet. */
  boolean isOpen() {
    return open;
  }

  /** Shows a picture, which may be changed afterwards. */
  void show(BufferedImage picture) throws InterruptedException {
    try {
      SwingUtilities.invokeAndWait(
          () -> {
            screen.setIcon(new ImageIcon(picture));
            if (!window.isVisible() && open) {
              window.pack();
              window.setVisible(true);
            }
            screen.paintImmediately(screen.getVisibleRect());
          });
    } catch (InvocationTargetException e) {
      throw new SparseRcnnException("the picture cannot be shown: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    SwingUtilities.invokeLater(window::dispose);
  }
}
