print("diple")
