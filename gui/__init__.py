"""What is seen and touched: Qt and pyqtgraph. Computes nothing."""
